import * as api from "../api/sessions";
import type {
  Course,
  CourseDraft,
  Device,
  DeviceDraft,
  ImportOutcome,
  Program,
  ProgramDraft,
  Totals,
} from "../domain/sessionlog";
import { CHECKLIST_VERSION, type Modality } from "../domain/vocabulary";
import { account } from "./account.svelte";
import { askOrKnow } from "./known";
import { onForget, stillWanted } from "./memory";
import { type FormProblem, problemOf } from "./problem";
import { forgetTimeline } from "./timeline.svelte";

/** Where the session log of the open record is downloaded. */
export function exportAddress(): string {
  return api.exportAddress(account.subject.id);
}

/** What is loaded once and shown on several screens. */
class Tools {
  devices: Device[] | null = $state.raw(null);
  courses: Course[] | null = $state.raw(null);
  problem: FormProblem | null = $state.raw(null);
  /** What was just done, to be said once. */
  done: "device" | "course" | null = $state(null);
}

export const tools = new Tools();

onForget(() => Object.assign(tools, { devices: null, courses: null, problem: null, done: null }));

export function loadDevices(): Promise<void> {
  return fetched(async (subject) => {
    const devices = await askOrKnow(account.keeper, `devices/${subject}`, () => api.listDevices(subject));
    return () => {
      tools.devices = devices;
    };
  });
}

export function loadCourses(): Promise<void> {
  return fetched(async (subject) => {
    const courses = await api.listCourses(subject);
    return () => {
      tools.courses = courses;
    };
  });
}

/** What arrives after another record was opened, or somebody else has signed in, is dropped. */
async function fetched(ask: (subject: string) => Promise<() => void>): Promise<void> {
  const wanted = stillWanted();
  tools.problem = null;
  try {
    const keep = await ask(account.subject.id);
    if (wanted()) keep();
  } catch (caught) {
    if (wanted()) tools.problem = problemOf(caught);
  }
}

function noteDevice(device: Device): Device {
  const others = (tools.devices ?? []).filter((other) => other.id !== device.id);
  if (tools.devices) tools.devices = [device, ...others];
  return device;
}

export async function saveDevice(id: string, draft: DeviceDraft, isNew: boolean): Promise<Device> {
  const device = noteDevice(
    await (isNew ? api.createDevice(id, account.subject.id, draft) : api.changeDevice(id, draft)),
  );
  tools.done = "device";
  return device;
}

export async function deleteDevice(id: string): Promise<void> {
  await api.deleteDevice(id);
  tools.devices = tools.devices?.filter((device) => device.id !== id) ?? null;
}

/** The list of contraindications was read for this device. */
export async function confirmChecklist(id: string): Promise<void> {
  noteDevice(await api.confirmChecklist(id, CHECKLIST_VERSION));
}

export async function saveProgram(id: string, device: Device, draft: ProgramDraft, isNew: boolean): Promise<void> {
  const program = await (isNew ? api.createProgram(id, device.id, draft) : api.changeProgram(id, draft));
  const others = device.programs.filter((other) => other.id !== id);
  noteDevice({ ...device, programs: byName([...others, program]) });
}

export async function deleteProgram(id: string, device: Device): Promise<void> {
  await api.deleteProgram(id);
  noteDevice({ ...device, programs: device.programs.filter((other) => other.id !== id) });
}

function byName(programs: Program[]): Program[] {
  return programs.toSorted((a, b) => a.name.localeCompare(b.name));
}

export async function saveCourse(id: string, draft: CourseDraft, isNew: boolean): Promise<Course> {
  const course = await (isNew ? api.createCourse(id, account.subject.id, draft) : api.changeCourse(id, draft));
  if (tools.courses) tools.courses = [course, ...tools.courses.filter((other) => other.id !== id)];
  tools.done = "course";
  return course;
}

export async function deleteCourse(id: string): Promise<void> {
  await api.deleteCourse(id);
  tools.courses = tools.courses?.filter((course) => course.id !== id) ?? null;
}

export function loadTotals(asked: { modality: Modality | null; from: string | null; to: string | null }) {
  return api.totals({ subject: account.subject.id, ...asked }) satisfies Promise<Totals>;
}

/** Only looks what would happen, unless `save`. */
export async function importSessions(file: File, save: boolean): Promise<ImportOutcome> {
  const outcome = await api.importSessions(account.subject.id, file, save);
  if (save) forgetTimeline();
  return outcome;
}
