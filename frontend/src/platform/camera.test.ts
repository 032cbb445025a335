import { afterEach, describe, expect, it, vi } from "vitest";
import { cameraObjection, troubleOf } from "./camera";

afterEach(() => vi.unstubAllGlobals());

it.each([
  ["NotAllowedError", "denied"],
  ["SecurityError", "denied"],
  ["NotFoundError", "none"],
  ["OverconstrainedError", "none"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
])("%s means %s", (name, why) => {
  expect(troubleOf(new DOMException("", name))).toBe(why);
});

it("hides no mistake of ours", () => {
  expect(() => troubleOf(new TypeError("x"))).toThrow(TypeError);
});

describe("before a camera is asked for", () => {
  const page = (isSecureContext: boolean, mediaDevices: object | undefined) => {
    vi.stubGlobal("isSecureContext", isSecureContext);
    vi.stubGlobal("navigator", { mediaDevices });
  };
  it("says what stands against it", () => {
    page(false, undefined);
    expect(cameraObjection()).toBe("insecure");
    page(true, undefined);
    expect(cameraObjection()).toBe("unsupported");
    page(true, { getUserMedia: () => undefined });
    expect(cameraObjection()).toBeNull();
  });
});
