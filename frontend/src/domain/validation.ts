import type { SessionDraft } from "./models";
import {
  DEVICE_NAME_MAX_LENGTH,
  type Modality,
  SESSION_FREQUENCY_HZ,
  SESSION_INTENSITY_MICROAMP,
  SESSION_MINUTES,
  SESSION_NOTES_MAX_LENGTH,
  type Zone,
} from "./vocabulary";
import { fromInput, parseWallTime } from "./walltime";

/** The fields of the session form as typed. */
export interface SessionForm {
  startedAt: string;
  /** Minutes east of UTC that belong to `startedAt`; null unknown, undefined this machine's on that day. */
  offsetMinutes?: number | null | undefined;
  modality: Modality;
  deviceName: string;
  minutes: string;
  intensity: string;
  frequency: string;
  zones: Zone[];
  notes: string;
}

/** Why a field cannot be taken; the numbers are for the sentence shown. */
export type FieldProblem =
  | { code: "required" }
  | { code: "not_a_number" }
  | { code: "out_of_range"; min: number; max: number }
  | { code: "not_a_time" }
  | { code: "too_long"; max: number };

export type SessionFieldName =
  | "started_at"
  | "minutes"
  | "intensity_microamp"
  | "frequency_hz"
  | "notes"
  | "device_name";
export type SessionProblems = Partial<Record<SessionFieldName, FieldProblem>>;

/** Null for text that is no plain decimal number. A comma counts as the decimal sign. */
export function parseDecimal(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function numberProblem(
  text: string,
  [min, max]: readonly [number, number],
  required: boolean,
): FieldProblem | undefined {
  if (text.trim() === "") return required ? { code: "required" } : undefined;
  const value = parseDecimal(text);
  if (value === null) return { code: "not_a_number" };
  return value < min || value > max ? { code: "out_of_range", min, max } : undefined;
}

function isTime(value: string): boolean {
  try {
    parseWallTime(value);
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}

export function checkSession(form: SessionForm): SessionProblems {
  const found: [SessionFieldName, FieldProblem | undefined][] = [
    [
      "started_at",
      form.startedAt === "" ? { code: "required" } : isTime(form.startedAt) ? undefined : { code: "not_a_time" },
    ],
    ["minutes", numberProblem(form.minutes, SESSION_MINUTES, true)],
    ["intensity_microamp", numberProblem(form.intensity, SESSION_INTENSITY_MICROAMP, false)],
    ["frequency_hz", numberProblem(form.frequency, SESSION_FREQUENCY_HZ, false)],
    ["device_name", lengthProblem(form.deviceName, DEVICE_NAME_MAX_LENGTH)],
    ["notes", lengthProblem(form.notes, SESSION_NOTES_MAX_LENGTH)],
  ];
  return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

function lengthProblem(text: string, max: number): FieldProblem | undefined {
  return text.length > max ? { code: "too_long", max } : undefined;
}

/** What the API takes. Call only when `checkSession` found nothing. */
export function sessionDraft(form: SessionForm): SessionDraft {
  return {
    started_at: fromInput(form.startedAt, form.offsetMinutes),
    modality: form.modality,
    device_name: form.deviceName.trim(),
    minutes: parseDecimal(form.minutes) ?? 0,
    intensity_microamp: parseDecimal(form.intensity),
    frequency_hz: parseDecimal(form.frequency),
    zones: form.zones,
    notes: form.notes.trim(),
  };
}
