import { describe, expect, it } from "vitest";
import { checkSession, parseDecimal, type SessionForm, sessionDraft } from "./validation";
import {
  SESSION_FREQUENCY_HZ,
  SESSION_INTENSITY_MICROAMP,
  SESSION_MINUTES,
  SESSION_NOTES_MAX_LENGTH,
} from "./vocabulary";

const form: SessionForm = {
  startedAt: "2026-03-12T19:30",
  offsetMinutes: 60,
  modality: "microcurrent",
  deviceName: " Hand-held ",
  minutes: "12,5",
  intensity: "240",
  frequency: "",
  zones: ["jaw_left"],
  notes: " calm ",
};

describe("numbers", () => {
  it.each([
    ["12", 12],
    [" 12.5 ", 12.5],
    ["12,5", 12.5],
    [".5", 0.5],
    ["-3", -3],
    ["", null],
    ["ten", null],
    ["1,000.5", null],
    ["1e3", null],
    ["0x10", null],
    ["Infinity", null],
  ])("reads %j as %j", (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });
});

describe("a session", () => {
  it("has nothing against it when all is within limits", () => {
    expect(checkSession(form)).toEqual({});
    expect(checkSession({ ...form, intensity: "" })).toEqual({});
  });

  it("becomes numbers in units, with null for what was left empty", () => {
    expect(sessionDraft(form)).toEqual({
      started_at: "2026-03-12T19:30:00+01:00",
      modality: "microcurrent",
      device_name: "Hand-held",
      minutes: 12.5,
      intensity_microamp: 240,
      frequency_hz: null,
      zones: ["jaw_left"],
      notes: "calm",
    });
  });

  it("needs a start and a duration", () => {
    expect(checkSession({ ...form, startedAt: "", minutes: " " })).toEqual({
      started_at: { code: "required" },
      minutes: { code: "required" },
    });
    expect(checkSession({ ...form, startedAt: "yesterday" })).toEqual({ started_at: { code: "not_a_time" } });
  });

  it.each([
    ["minutes", "minutes", SESSION_MINUTES],
    ["intensity", "intensity_microamp", SESSION_INTENSITY_MICROAMP],
    ["frequency", "frequency_hz", SESSION_FREQUENCY_HZ],
  ] as const)("holds %s to the vocabulary's limits, both ends included", (field, name, [min, max]) => {
    expect(checkSession({ ...form, [field]: String(min) })).toEqual({});
    expect(checkSession({ ...form, [field]: String(max) })).toEqual({});
    const beyond = { code: "out_of_range", min, max };
    expect(checkSession({ ...form, [field]: String(min / 2) })).toEqual({ [name]: beyond });
    expect(checkSession({ ...form, [field]: String(max * 2) })).toEqual({ [name]: beyond });
    expect(checkSession({ ...form, [field]: "strong" })).toEqual({ [name]: { code: "not_a_number" } });
  });

  it("holds texts to their lengths", () => {
    const notes = "x".repeat(SESSION_NOTES_MAX_LENGTH + 1);
    expect(checkSession({ ...form, notes })).toEqual({ notes: { code: "too_long", max: SESSION_NOTES_MAX_LENGTH } });
  });
});
