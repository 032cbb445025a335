import { describe, expect, it } from "vitest";
import { sampleEvent } from "../../tests/samples";
import { checkEvent, type EventForm, eventDraft, formOf } from "./events";

const form = (values: Partial<EventForm> = {}): EventForm => ({
  kind: "weight",
  day: "2026-03-12",
  time: "",
  weight: "",
  notes: "",
  ...values,
});

describe("the event form", () => {
  it.each<[Partial<EventForm>, object]>([
    [{}, {}],
    [{ day: "" }, { happened_at: { code: "required" } }],
    [{ day: "soon" }, { happened_at: { code: "not_a_time" } }],
    [{ weight: "heavy" }, { weight_kg: { code: "not_a_number" } }],
    [{ weight: "500" }, { weight_kg: { code: "out_of_range", min: 20, max: 400 } }],
    [{ weight: "71,5" }, {}],
    [{ kind: "filler", weight: "heavy" }, {}],
    [{ notes: "x".repeat(2001) }, { notes: { code: "too_long", max: 2000 } }],
  ])("finds in %j what cannot be taken", (values, problems) => {
    expect(checkEvent(form(values))).toEqual(problems);
  });

  it("sends a day, or a time with its offset, and a weight only with its kind", () => {
    expect(eventDraft(form({ weight: "71,5" }))).toMatchObject({ happened_at: "2026-03-12", weight_kg: 71.5 });
    expect(eventDraft(form({ kind: "illness", weight: "71" })).weight_kg).toBeNull();
    expect(eventDraft(form({ time: "08:30", offsetMinutes: 60 })).happened_at).toBe("2026-03-12T08:30:00+01:00");
    expect(eventDraft(form({ time: "08:30", offsetMinutes: null })).happened_at).toBe("2026-03-12T08:30:00");
  });

  it.each(["2026-03-12", "2026-03-12T08:30:00", "2026-03-12T08:30:00+05:45"])("gives %s back unchanged", (text) => {
    expect(eventDraft(formOf(sampleEvent({ happened_at: text }))).happened_at).toBe(text);
  });
});
