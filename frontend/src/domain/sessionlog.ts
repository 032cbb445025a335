import type { Session, SessionDraft, WallTimeText } from "./models";
import {
  CHECKLIST_VERSION,
  type Contraindication,
  type CourseState,
  MICROAMP_PER_MILLIAMP,
  MILLIAMP_MODALITIES,
  type Modality,
  type Polarity,
  type Waveform,
  type Zone,
} from "./vocabulary";

/** What a session is filled in with when the program is chosen; null and "" leave a field alone. */
export interface Program {
  id: string;
  device: string;
  name: string;
  minutes: number | null;
  intensity_microamp: number | null;
  frequency_hz: number | null;
  waveform: Waveform | "";
  polarity: Polarity | "";
  zones: Zone[];
}

export interface Confirmation {
  version: number;
  items: Contraindication[];
  confirmed_at: string;
  current: boolean;
}

export interface Device {
  id: string;
  name: string;
  maker: string;
  modality: Modality;
  notes: string;
  archived: boolean;
  programs: Program[];
  checklist: Confirmation | null;
}

export type DeviceDraft = Pick<Device, "name" | "maker" | "modality" | "notes" | "archived">;
export type ProgramDraft = Omit<Program, "id" | "device">;

export interface Course {
  id: string;
  name: string;
  modality: Modality;
  program: string | null;
  planned_sessions: number;
  weeks: number;
  /** A local date, as `2026-03-12`. */
  starts_on: string;
  stopped_on: string | null;
  progress: {
    state: CourseState;
    done: number;
    ends_on: string;
    next_day: string | null;
    finished_on: string | null;
  };
}

export type CourseDraft = Pick<
  Course,
  "name" | "modality" | "program" | "planned_sessions" | "weeks" | "starts_on" | "stopped_on"
>;

export interface ZoneTotal {
  zone: Zone;
  sessions: number;
  minutes: number;
  microamp_minutes: number;
  without_intensity: number;
}

export interface Totals {
  sessions: number;
  minutes: number;
  microamp_minutes: number;
  without_intensity: number;
  without_zones: number;
  zones: ZoneTotal[];
}

export interface ImportOutcome {
  rows: number;
  new: number;
  already_here: number;
  saved: boolean;
  ignored_columns: string[];
  problem_count: number;
  problems: { line: number; column: string; message: string }[];
}

/** The unit in which leaflets of the modality give the current; µA is what is stored. */
export function intensityUnit(modality: Modality): "microamp" | "milliamp" {
  return MILLIAMP_MODALITIES.some((other) => other === modality) ? "milliamp" : "microamp";
}

/** An amount in the modality's own unit as µA, without the noise of binary fractions (2.3 mA is 2300 µA). */
export function toMicroamp(amount: number, modality: Modality): number {
  const factor = intensityUnit(modality) === "milliamp" ? MICROAMP_PER_MILLIAMP : 1;
  return Number((amount * factor).toPrecision(12));
}

/** µA in the modality's own unit. */
export function fromMicroamp(microamp: number, modality: Modality): number {
  const factor = intensityUnit(modality) === "milliamp" ? MICROAMP_PER_MILLIAMP : 1;
  return Number((microamp / factor).toPrecision(12));
}

/**
 * A session with the values of `last`, at `startedAt`. What was felt and seen is that day's own and starts empty, and
 * nobody timed this one.
 */
export function repeatOf(last: Session, startedAt: WallTimeText): SessionDraft {
  return {
    started_at: startedAt,
    modality: last.modality,
    device: last.device,
    program: last.program,
    device_name: last.device_name,
    program_name: last.program_name,
    minutes: last.minutes,
    timed: false,
    intensity_microamp: last.intensity_microamp,
    frequency_hz: last.frequency_hz,
    waveform: last.waveform,
    polarity: last.polarity,
    conductive_product: last.conductive_product,
    place: last.place,
    zones: [...last.zones],
    minutes_by_zone: { ...last.minutes_by_zone },
    comfort: null,
    sensation: "",
    skin_before: "",
    skin_after: "",
    notes: "",
  };
}

/** Devices that are offered: those in use, by name, and the one that a session has already. */
export function offered(devices: readonly Device[], chosen: string | null = null): Device[] {
  return devices
    .filter((device) => !device.archived || device.id === chosen)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Whether the list of contraindications is still to be read for this device; a changed list is to be read again. */
export function asksForChecklist(device: Device): boolean {
  return device.checklist?.version !== CHECKLIST_VERSION;
}

/** Courses under way first, the soonest next; then the rest, the newest start first. */
export function inOrder(courses: readonly Course[]): Course[] {
  const key = (course: Course) => course.progress.next_day;
  return courses.toSorted((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first !== null && second !== null) return first.localeCompare(second);
    if (first !== null || second !== null) return first !== null ? -1 : 1;
    return b.starts_on.localeCompare(a.starts_on);
  });
}
