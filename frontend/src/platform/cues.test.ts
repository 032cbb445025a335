import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { say, watchVoices } from "./cues";

const voice = (lang: string, localService: boolean) => ({ lang, localService, default: false, name: lang });
const speech = {
  getVoices: vi.fn(),
  cancel: vi.fn(),
  speak: vi.fn(),
  addEventListener: vi.fn(),
  removeEventListener: vi.fn(),
};

beforeEach(() => {
  vi.stubGlobal("speechSynthesis", speech);
  vi.stubGlobal(
    "SpeechSynthesisUtterance",
    class {
      voice: unknown = null;
      lang = "";
      constructor(readonly text: string) {}
    },
  );
  speech.speak.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

it("never speaks by a voice that sends the words elsewhere", () => {
  speech.getVoices.mockReturnValue([voice("en-US", false)]);
  const told: boolean[] = [];
  watchVoices("en", (can) => told.push(can))();
  say("Chin up", "en");
  expect(told).toEqual([false]);
  expect(speech.speak).not.toHaveBeenCalled();
});

it("speaks by a voice of this device, in the language of the words", () => {
  const own = voice("en_GB", true);
  speech.getVoices.mockReturnValue([voice("en-US", false), voice("de-DE", true), own]);
  say("Chin up", "en");
  expect(speech.speak).toHaveBeenCalledTimes(1);
  expect(speech.speak.mock.calls[0]?.[0]).toMatchObject({ text: "Chin up", voice: own, lang: "en_GB" });
});

it("is silent where there is no speech at all", () => {
  vi.stubGlobal("speechSynthesis", undefined);
  expect(() => say("Chin up", "en")).not.toThrow();
});
