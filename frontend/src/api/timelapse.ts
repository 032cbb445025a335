import type { Page } from "../domain/models";
import type { Timelapse, TimelapseRequest } from "../domain/timelapse";
import { client, unwrap } from "./client";
import { cursorOf } from "./records";

export async function listTimelapses(subject: string, cursor: string | null): Promise<Page<Timelapse>> {
  const query = cursor ? { subject, cursor } : { subject };
  const body = await unwrap(client.GET("/api/v1/timelapses/", { params: { query } }));
  return { items: body.results, next: cursorOf(body.next) };
}

/** The same id again gives the first film. */
export async function askForTimelapse(id: string, asked: TimelapseRequest): Promise<Timelapse> {
  return unwrap(client.POST("/api/v1/timelapses/", { body: { id, ...asked } }));
}

export async function timelapse(id: string): Promise<Timelapse> {
  return unwrap(client.GET("/api/v1/timelapses/{id}/", { params: { path: { id } } }));
}

/** Also stops what is being made. */
export async function deleteTimelapse(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/timelapses/{id}/", { params: { path: { id } } }));
}
