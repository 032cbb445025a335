import type { Page, Session, SessionDraft } from "../domain/models";
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
import type { Modality } from "../domain/vocabulary";
import { client, unwrap } from "./client";
import { page, query } from "./records";

/** More devices or courses than this nobody has. */
const ALL = 200;

export function exportAddress(subject: string): string {
  return `/api/v1/sessions/export/?${new URLSearchParams({ subject })}`;
}

export async function listSessions(subject: string, cursor: string | null): Promise<Page<Session>> {
  return page(await unwrap(client.GET("/api/v1/sessions/", { params: { query: query({ subject, cursor }) } })));
}

export async function latestSession(subject: string): Promise<Session | null> {
  const body = await unwrap(client.GET("/api/v1/sessions/", { params: { query: { subject, page_size: 1 } } }));
  return body.results[0] ?? null;
}

export async function session(id: string): Promise<Session> {
  return unwrap(client.GET("/api/v1/sessions/{id}/", { params: { path: { id } } }));
}

/** `id` is made by the phone, so that a repeat after a lost answer adds no second session; so with all that is made. */
export async function createSession(id: string, subject: string, draft: SessionDraft): Promise<Session> {
  return unwrap(client.POST("/api/v1/sessions/", { body: { id, subject, ...draft } }));
}

export async function changeSession(id: string, draft: SessionDraft): Promise<Session> {
  return unwrap(client.PATCH("/api/v1/sessions/{id}/", { params: { path: { id } }, body: draft }));
}

export async function deleteSession(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/sessions/{id}/", { params: { path: { id } } }));
}

export interface TotalsQuery {
  subject: string;
  modality: Modality | null;
  /** Local dates, both included. */
  from: string | null;
  to: string | null;
}

export async function totals(asked: TotalsQuery): Promise<Totals> {
  return unwrap(client.GET("/api/v1/sessions/totals/", { params: { query: query({ ...asked }) } }));
}

/** Only looks what an import would do, unless `save`. */
export async function importSessions(subject: string, file: File, save: boolean): Promise<ImportOutcome> {
  const form = new FormData();
  form.set("subject", subject);
  form.set("file", file);
  form.set("save", String(save));
  const body = form as never;
  return unwrap(client.POST("/api/v1/sessions/import/", { body, bodySerializer: () => form }));
}

export async function listDevices(subject: string): Promise<Device[]> {
  const params = { query: { subject, page_size: ALL } };
  return (await unwrap(client.GET("/api/v1/devices/", { params }))).results;
}

export async function createDevice(id: string, subject: string, draft: DeviceDraft): Promise<Device> {
  return unwrap(client.POST("/api/v1/devices/", { body: { id, subject, ...draft } }));
}

export async function changeDevice(id: string, draft: Partial<DeviceDraft>): Promise<Device> {
  return unwrap(client.PATCH("/api/v1/devices/{id}/", { params: { path: { id } }, body: draft }));
}

export async function deleteDevice(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/devices/{id}/", { params: { path: { id } } }));
}

export async function confirmChecklist(id: string, version: number): Promise<Device> {
  return unwrap(client.POST("/api/v1/devices/{id}/checklist/", { params: { path: { id } }, body: { version } }));
}

export async function createProgram(id: string, device: string, draft: ProgramDraft): Promise<Program> {
  return unwrap(client.POST("/api/v1/programs/", { body: { id, device, ...draft } }));
}

export async function changeProgram(id: string, draft: ProgramDraft): Promise<Program> {
  return unwrap(client.PATCH("/api/v1/programs/{id}/", { params: { path: { id } }, body: draft }));
}

export async function deleteProgram(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/programs/{id}/", { params: { path: { id } } }));
}

export async function listCourses(subject: string): Promise<Course[]> {
  const params = { query: { subject, page_size: ALL } };
  return (await unwrap(client.GET("/api/v1/courses/", { params }))).results;
}

export async function createCourse(id: string, subject: string, draft: CourseDraft): Promise<Course> {
  return unwrap(client.POST("/api/v1/courses/", { body: { id, subject, ...draft } }));
}

export async function changeCourse(id: string, draft: Partial<CourseDraft>): Promise<Course> {
  return unwrap(client.PATCH("/api/v1/courses/{id}/", { params: { path: { id } }, body: draft }));
}

export async function deleteCourse(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/courses/{id}/", { params: { path: { id } } }));
}
