import { expect, it } from "vitest";
import { answerFor } from "./strategy";

const shell = new Set(["/index.html", "/assets/main-abc.js", "/manifest.webmanifest"]);
const own = "https://likeness.example";
const asked = (path: string, values: { method?: string; mode?: string } = {}) => ({
  method: values.method ?? "GET",
  mode: values.mode ?? "no-cors",
  url: new URL(path, own),
  ownOrigin: own,
});

it.each([
  "/api/v1/photos/x/renditions/aligned",
  "/api/v1/me/",
  "/_allauth/browser/v1/config",
  "/admin/",
  "/static/x.css",
  "/s/share-key",
  "/shared/7b0c/",
  "/c/receipt-key",
  "/healthz",
  "/readyz",
  "/metrics",
  "/operations/queue",
])("never answers for %s", (path) => {
  expect(answerFor(asked(path), shell)).toBe("network");
  expect(answerFor(asked(path, { mode: "navigate" }), shell)).toBe("network");
});

it("answers any place of the app with the shell's page", () => {
  for (const path of ["/", "/compare?a=1&b=2", "/photos/abc", "/reset/1-abc"]) {
    expect(answerFor(asked(path, { mode: "navigate" }), shell)).toBe("shell page");
  }
});

it("leaves files that are opened, writes, strangers and unknown files alone", () => {
  expect(answerFor(asked("/licence.txt", { mode: "navigate" }), shell)).toBe("network");
  expect(answerFor(asked("/", { method: "POST", mode: "navigate" }), shell)).toBe("network");
  expect(answerFor({ ...asked("/"), url: new URL("https://elsewhere.example/") }, shell)).toBe("network");
  expect(answerFor(asked("/assets/old-def.js"), shell)).toBe("network");
});

it("answers for the shell's own files", () => {
  expect(answerFor(asked("/assets/main-abc.js"), shell)).toBe("shell file");
});

it("answers for what guidance works with, by its whole address", () => {
  const guide = new Set(["/models/face.task?v=1", "/assets/vision-abc.wasm"]);
  expect(answerFor(asked("/models/face.task?v=1"), shell, guide)).toBe("guide file");
  expect(answerFor(asked("/assets/vision-abc.wasm"), shell, guide)).toBe("guide file");
  expect(answerFor(asked("/models/face.task?v=2"), shell, guide)).toBe("network");
  expect(answerFor(asked("/models/face.task?v=1", { mode: "navigate" }), shell, guide)).toBe("network");
});
