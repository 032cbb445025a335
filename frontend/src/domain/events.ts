import type { EventDraft, TimelineEvent } from "./models";
import { type FieldProblem, parseDecimal } from "./validation";
import { EVENT_NOTES_MAX_LENGTH, EVENT_WEIGHT_KG, type EventKind } from "./vocabulary";
import { fromInput, inputValue, localDate, parseWallTime } from "./walltime";

/** The fields of the event form as typed. */
export interface EventForm {
  kind: EventKind;
  day: string;
  /** Empty where only the day is known. */
  time: string;
  /** Minutes east of UTC that belong to the time; null unknown, undefined this machine's on that day. */
  offsetMinutes?: number | null | undefined;
  weight: string;
  notes: string;
}

export type EventFieldName = "happened_at" | "weight_kg" | "notes";
export type EventProblems = Partial<Record<EventFieldName, FieldProblem>>;

export function checkEvent(form: EventForm): EventProblems {
  const problems: EventProblems = {};
  if (form.day === "") problems.happened_at = { code: "required" };
  else if (!/^\d{4}-\d{2}-\d{2}$/.test(form.day)) problems.happened_at = { code: "not_a_time" };
  if (form.kind === "weight" && form.weight.trim() !== "") {
    const [min, max] = EVENT_WEIGHT_KG;
    const weight = parseDecimal(form.weight);
    if (weight === null) problems.weight_kg = { code: "not_a_number" };
    else if (weight < min || weight > max) problems.weight_kg = { code: "out_of_range", min, max };
  }
  if (form.notes.length > EVENT_NOTES_MAX_LENGTH) problems.notes = { code: "too_long", max: EVENT_NOTES_MAX_LENGTH };
  return problems;
}

/** What the API takes. Call only when `checkEvent` found nothing. */
export function eventDraft(form: EventForm): EventDraft {
  return {
    kind: form.kind,
    happened_at: form.time === "" ? form.day : fromInput(`${form.day}T${form.time}`, form.offsetMinutes),
    weight_kg: form.kind === "weight" ? parseDecimal(form.weight) : null,
    notes: form.notes.trim(),
  };
}

export function formOf(event: TimelineEvent): EventForm {
  const timed = event.happened_at.includes("T");
  return {
    kind: event.kind,
    day: localDate(event.happened_at),
    time: timed ? inputValue(event.happened_at).slice(11) : "",
    offsetMinutes: timed ? parseWallTime(event.happened_at).offsetMinutes : undefined,
    weight: event.weight_kg === null ? "" : String(event.weight_kg),
    notes: event.notes,
  };
}
