import type { EventDraft, TimelineEvent } from "../domain/models";
import { client, unwrap } from "./client";

export async function event(id: string): Promise<TimelineEvent> {
  return unwrap(client.GET("/api/v1/events/{id}/", { params: { path: { id } } }));
}

/** `id` is made by the phone, so that a repeat after a lost answer adds no second event. */
export async function createEvent(id: string, subject: string, draft: EventDraft): Promise<TimelineEvent> {
  return unwrap(client.POST("/api/v1/events/", { body: { id, subject, ...draft } }));
}

export async function changeEvent(id: string, draft: EventDraft): Promise<TimelineEvent> {
  return unwrap(client.PATCH("/api/v1/events/{id}/", { params: { path: { id } }, body: draft }));
}

export async function deleteEvent(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/events/{id}/", { params: { path: { id } } }));
}
