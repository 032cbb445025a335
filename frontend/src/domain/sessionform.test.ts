import { describe, expect, it } from "vitest";
import { sampleDevice, sampleProgram, sampleSession } from "../../tests/samples";
import {
  blankForm,
  checkProgram,
  checkSession,
  formOf,
  programDraft,
  programForm,
  type SessionForm,
  sessionDraft,
  withDevice,
  withModality,
  withProgram,
} from "./sessionform";
import {
  SESSION_FREQUENCY_HZ,
  SESSION_INTENSITY_MICROAMP,
  SESSION_MINUTES,
  SESSION_NOTES_MAX_LENGTH,
} from "./vocabulary";

const form: SessionForm = {
  ...blankForm("2026-03-12T19:30"),
  offsetMinutes: 60,
  deviceName: " Hand-held ",
  minutes: "12,5",
  intensity: "240",
  zones: ["jaw_left"],
  notes: " calm ",
};

describe("a session", () => {
  it("has nothing against it when all is within limits", () => {
    expect(checkSession(form)).toEqual({});
    expect(checkSession({ ...form, intensity: "" })).toEqual({});
  });

  it("becomes numbers in units, with null for what was left empty", () => {
    expect(sessionDraft(form)).toMatchObject({
      started_at: "2026-03-12T19:30:00+01:00",
      device_name: "Hand-held",
      minutes: 12.5,
      intensity_microamp: 240,
      frequency_hz: null,
      zones: ["jaw_left"],
      minutes_by_zone: {},
      comfort: null,
      notes: "calm",
    });
  });

  it("comes back from the form as it was", () => {
    const session = sampleSession({
      modality: "galvanic",
      intensity_microamp: 350,
      waveform: "direct",
      polarity: "negative",
      comfort: 3,
      timed: true,
      zones: ["neck", "mouth"],
      minutes_by_zone: { neck: 12, mouth: 8 },
      skin_after: "a little red",
    });
    const { id, subject, simulated, created_at, ...values } = session;
    expect(sessionDraft(formOf(session))).toEqual(values);
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

  it("says the limits in the unit that is typed", () => {
    const strong = checkSession({ ...form, modality: "galvanic", intensity: "101" }).intensity_microamp;
    expect(strong).toEqual({ code: "out_of_range", min: 0.0001, max: 100 });
  });

  it("holds texts to their lengths", () => {
    const notes = "x".repeat(SESSION_NOTES_MAX_LENGTH + 1);
    expect(checkSession({ ...form, notes })).toEqual({ notes: { code: "too_long", max: SESSION_NOTES_MAX_LENGTH } });
  });

  it.each([
    [{}, undefined],
    [{ neck: " ", mouth: "" }, undefined],
    [{ neck: "5", mouth: "7,5" }, undefined],
    [{ neck: "5" }, { code: "each_or_none" }],
    [
      { neck: "5", mouth: "13" },
      { code: "out_of_range", min: 0.1, max: 12.5 },
    ],
    [{ neck: "5", mouth: "long" }, { code: "not_a_number" }],
  ])("takes minutes %j for its two zones or says why not", (zoneMinutes, problem) => {
    const zones: SessionForm["zones"] = ["neck", "mouth"];
    expect(checkSession({ ...form, zones, zoneMinutes }).minutes_by_zone).toEqual(problem);
  });

  it("forgets the minutes of a zone that was taken out", () => {
    const draft = sessionDraft({ ...form, zoneMinutes: { neck: "5", jaw_left: "12" } });
    expect(draft.minutes_by_zone).toEqual({ jaw_left: 12 });
  });
});

describe("choosing", () => {
  it("another modality keeps the current and changes the unit", () => {
    const galvanic = withModality(form, "galvanic");
    expect(galvanic.intensity).toBe("0.24");
    expect(withModality(galvanic, "microcurrent").intensity).toBe("240");
    expect(withModality({ ...form, intensity: "strong" }, "galvanic").intensity).toBe("strong");
  });

  it("a device brings its modality and name, and takes another's program away", () => {
    const chosen = withDevice(
      { ...form, program: "p", programName: "P" },
      sampleDevice({ id: "d", name: "Mask", modality: "galvanic" }),
    );
    expect(chosen).toMatchObject({ device: "d", deviceName: "Mask", modality: "galvanic", intensity: "0.24" });
    expect(chosen).toMatchObject({ program: null, programName: "" });
    expect(withDevice(chosen, null)).toMatchObject({ device: null, deviceName: "", modality: "galvanic" });
  });

  it("a program fills in what it says and leaves the rest", () => {
    const program = sampleProgram({ minutes: 8, intensity_microamp: 100, frequency_hz: null, zones: [] });
    const filled = withProgram({ ...form, frequency: "0.5" }, program);
    expect(filled).toMatchObject({ program: "program-1", programName: "Cheeks", minutes: "8", intensity: "100" });
    expect(filled).toMatchObject({ frequency: "0.5", zones: ["jaw_left"] });
    expect(withProgram(form, sampleProgram({ zones: ["neck"] })).zones).toEqual(["neck"]);
  });

  it("a program does not overwrite what a timer measured", () => {
    expect(withProgram({ ...form, timed: true }, sampleProgram({ minutes: 8 })).minutes).toBe("12,5");
  });
});

describe("a program", () => {
  it("comes back from its form as it was", () => {
    const { id, device, ...values } = sampleProgram({ intensity_microamp: 1500, polarity: "positive" });
    expect(programDraft(programForm("galvanic", sampleProgram(values)))).toEqual(values);
  });

  it("needs a name and nothing else", () => {
    expect(checkProgram(programForm("other"))).toEqual({ name: { code: "required" } });
    expect(checkProgram({ ...programForm("other"), name: "P", minutes: "0" })).toEqual({
      minutes: { code: "out_of_range", min: SESSION_MINUTES[0], max: SESSION_MINUTES[1] },
    });
  });
});
