import type { Session, SessionDraft } from "./models";
import { fromMicroamp, type Program, type ProgramDraft, toMicroamp } from "./sessionlog";
import { type FieldProblem, isTime, lengthProblem, numberProblem, parseDecimal } from "./validation";
import {
  DEVICE_NAME_MAX_LENGTH,
  type Modality,
  type Polarity,
  PRODUCT_NAME_MAX_LENGTH,
  PROGRAM_NAME_MAX_LENGTH,
  SESSION_FREQUENCY_HZ,
  SESSION_INTENSITY_MICROAMP,
  SESSION_MINUTES,
  SESSION_NOTES_MAX_LENGTH,
  SESSION_REMARK_MAX_LENGTH,
  type SessionPlace,
  type Waveform,
  ZONE_MINUTES,
  type Zone,
} from "./vocabulary";
import { fromInput, inputValue, parseWallTime } from "./walltime";

/** The fields of the session form as typed. */
export interface SessionForm {
  startedAt: string;
  /** Minutes east of UTC that belong to `startedAt`; null unknown, undefined this machine's on that day. */
  offsetMinutes?: number | null | undefined;
  modality: Modality;
  device: string | null;
  program: string | null;
  deviceName: string;
  programName: string;
  minutes: string;
  timed: boolean;
  /** In the modality's own unit. */
  intensity: string;
  frequency: string;
  waveform: Waveform | "";
  polarity: Polarity | "";
  product: string;
  place: SessionPlace | "";
  zones: Zone[];
  zoneMinutes: Partial<Record<Zone, string>>;
  comfort: number | null;
  sensation: string;
  skinBefore: string;
  skinAfter: string;
  notes: string;
}

export type SessionFieldName =
  | "started_at"
  | "minutes"
  | "intensity_microamp"
  | "frequency_hz"
  | "minutes_by_zone"
  | "conductive_product"
  | "sensation"
  | "skin_before"
  | "skin_after"
  | "notes"
  | "device_name";
export type SessionProblems = Partial<Record<SessionFieldName, FieldProblem>>;

const text = (value: number | null) => (value === null ? "" : String(value));

export function blankForm(startedAt: string): SessionForm {
  return {
    startedAt,
    modality: "microcurrent",
    device: null,
    program: null,
    deviceName: "",
    programName: "",
    minutes: "",
    timed: false,
    intensity: "",
    frequency: "",
    waveform: "",
    polarity: "",
    product: "",
    place: "",
    zones: [],
    zoneMinutes: {},
    comfort: null,
    sensation: "",
    skinBefore: "",
    skinAfter: "",
    notes: "",
  };
}

/** The form of a session that is logged, or of one that is to be logged like it. */
export function formOf(session: Session | SessionDraft): SessionForm {
  return {
    startedAt: inputValue(session.started_at),
    // Kept with the time it belongs to, wherever the session is looked at.
    offsetMinutes: parseWallTime(session.started_at).offsetMinutes,
    modality: session.modality,
    device: session.device,
    program: session.program,
    deviceName: session.device_name,
    programName: session.program_name,
    minutes: text(session.minutes),
    timed: session.timed,
    intensity: intensityText(session.intensity_microamp, session.modality),
    frequency: text(session.frequency_hz),
    waveform: session.waveform,
    polarity: session.polarity,
    product: session.conductive_product,
    place: session.place,
    zones: [...session.zones],
    zoneMinutes: Object.fromEntries(
      Object.entries(session.minutes_by_zone).map(([zone, minutes]) => [zone, String(minutes)]),
    ),
    comfort: session.comfort,
    sensation: session.sensation,
    skinBefore: session.skin_before,
    skinAfter: session.skin_after,
    notes: session.notes,
  };
}

export function intensityText(microamp: number | null, modality: Modality): string {
  return microamp === null ? "" : String(fromMicroamp(microamp, modality));
}

/** Another modality: the same current, in that modality's unit. A text that is no number stays as typed. */
export function withModality<Form extends Pick<SessionForm, "modality" | "intensity">>(
  form: Form,
  modality: Modality,
): Form {
  const typed = parseDecimal(form.intensity);
  const intensity = typed === null ? form.intensity : intensityText(toMicroamp(typed, form.modality), modality);
  return { ...form, modality, intensity };
}

/** A device that is chosen brings its modality and its name; its programs are others. */
export function withDevice(
  form: SessionForm,
  device: { id: string; name: string; modality: Modality } | null,
): SessionForm {
  const bare = { ...form, device: device?.id ?? null, deviceName: device?.name ?? "", program: null, programName: "" };
  return device ? withModality(bare, device.modality) : bare;
}

/** A program that is chosen fills in all it says, and leaves alone what it says nothing of. */
export function withProgram(form: SessionForm, program: Program | null): SessionForm {
  if (!program) return { ...form, program: null, programName: "" };
  const zones = program.zones.length > 0 ? [...program.zones] : form.zones;
  return {
    ...form,
    program: program.id,
    programName: program.name,
    // A timer's minutes are what happened; a program's are a plan.
    minutes: form.timed || program.minutes === null ? form.minutes : String(program.minutes),
    intensity:
      program.intensity_microamp === null ? form.intensity : intensityText(program.intensity_microamp, form.modality),
    frequency: program.frequency_hz === null ? form.frequency : String(program.frequency_hz),
    waveform: program.waveform || form.waveform,
    polarity: program.polarity || form.polarity,
    zones,
    zoneMinutes: {},
  };
}

function intensityProblem(typed: string, modality: Modality): FieldProblem | undefined {
  const [low, high] = SESSION_INTENSITY_MICROAMP;
  return numberProblem(typed, [fromMicroamp(low, modality), fromMicroamp(high, modality)], false);
}

function zoneProblem(form: SessionForm): FieldProblem | undefined {
  const typed = form.zones.map((zone) => form.zoneMinutes[zone]?.trim() ?? "");
  if (typed.every((one) => one === "")) return undefined;
  if (typed.includes("")) return { code: "each_or_none" };
  const most = Math.min(ZONE_MINUTES[1], parseDecimal(form.minutes) ?? ZONE_MINUTES[1]);
  const problems = typed.map((one) => numberProblem(one, [ZONE_MINUTES[0], most], true));
  return problems.find((problem) => problem !== undefined);
}

function found<Name extends string>(checks: [Name, FieldProblem | undefined][]): Partial<Record<Name, FieldProblem>> {
  return Object.fromEntries(checks.filter(([, problem]) => problem !== undefined)) as Partial<
    Record<Name, FieldProblem>
  >;
}

export function checkSession(form: SessionForm): SessionProblems {
  const { startedAt } = form;
  return found<SessionFieldName>([
    ["started_at", startedAt === "" ? { code: "required" } : isTime(startedAt) ? undefined : { code: "not_a_time" }],
    ["minutes", numberProblem(form.minutes, SESSION_MINUTES, true)],
    ["intensity_microamp", intensityProblem(form.intensity, form.modality)],
    ["frequency_hz", numberProblem(form.frequency, SESSION_FREQUENCY_HZ, false)],
    ["minutes_by_zone", zoneProblem(form)],
    ["device_name", lengthProblem(form.deviceName, DEVICE_NAME_MAX_LENGTH)],
    ["conductive_product", lengthProblem(form.product, PRODUCT_NAME_MAX_LENGTH)],
    ["sensation", lengthProblem(form.sensation, SESSION_REMARK_MAX_LENGTH)],
    ["skin_before", lengthProblem(form.skinBefore, SESSION_REMARK_MAX_LENGTH)],
    ["skin_after", lengthProblem(form.skinAfter, SESSION_REMARK_MAX_LENGTH)],
    ["notes", lengthProblem(form.notes, SESSION_NOTES_MAX_LENGTH)],
  ]);
}

const microampOf = (typed: string, modality: Modality) => {
  const amount = parseDecimal(typed);
  return amount === null ? null : toMicroamp(amount, modality);
};

/** What the API takes. Call only when `checkSession` found nothing. */
export function sessionDraft(form: SessionForm): SessionDraft {
  const minutesOf = (zone: Zone) => parseDecimal(form.zoneMinutes[zone] ?? "");
  return {
    started_at: fromInput(form.startedAt, form.offsetMinutes),
    modality: form.modality,
    device: form.device,
    program: form.program,
    device_name: form.deviceName.trim(),
    program_name: form.programName.trim(),
    minutes: parseDecimal(form.minutes) ?? 0,
    timed: form.timed,
    intensity_microamp: microampOf(form.intensity, form.modality),
    frequency_hz: parseDecimal(form.frequency),
    waveform: form.waveform,
    polarity: form.polarity,
    conductive_product: form.product.trim(),
    place: form.place,
    zones: form.zones,
    minutes_by_zone: Object.fromEntries(
      form.zones.flatMap((zone) => {
        const minutes = minutesOf(zone);
        return minutes === null ? [] : [[zone, minutes]];
      }),
    ),
    comfort: form.comfort,
    sensation: form.sensation.trim(),
    skin_before: form.skinBefore.trim(),
    skin_after: form.skinAfter.trim(),
    notes: form.notes.trim(),
  };
}

/** The fields of a program as typed. */
export type ProgramForm = Pick<
  SessionForm,
  "modality" | "minutes" | "intensity" | "frequency" | "waveform" | "polarity" | "zones"
> & { name: string };

export type ProgramFieldName = "name" | "minutes" | "intensity_microamp" | "frequency_hz";

export function programForm(modality: Modality, program?: Program): ProgramForm {
  return {
    name: program?.name ?? "",
    modality,
    minutes: text(program?.minutes ?? null),
    intensity: intensityText(program?.intensity_microamp ?? null, modality),
    frequency: text(program?.frequency_hz ?? null),
    waveform: program?.waveform ?? "",
    polarity: program?.polarity ?? "",
    zones: [...(program?.zones ?? [])],
  };
}

export function checkProgram(form: ProgramForm): Partial<Record<ProgramFieldName, FieldProblem>> {
  const { name } = form;
  return found<ProgramFieldName>([
    ["name", name.trim() === "" ? { code: "required" } : lengthProblem(name, PROGRAM_NAME_MAX_LENGTH)],
    ["minutes", numberProblem(form.minutes, SESSION_MINUTES, false)],
    ["intensity_microamp", intensityProblem(form.intensity, form.modality)],
    ["frequency_hz", numberProblem(form.frequency, SESSION_FREQUENCY_HZ, false)],
  ]);
}

/** What the API takes. Call only when `checkProgram` found nothing. */
export function programDraft(form: ProgramForm): ProgramDraft {
  return {
    name: form.name.trim(),
    minutes: parseDecimal(form.minutes),
    intensity_microamp: microampOf(form.intensity, form.modality),
    frequency_hz: parseDecimal(form.frequency),
    waveform: form.waveform,
    polarity: form.polarity,
    zones: form.zones,
  };
}
