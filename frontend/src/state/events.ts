import * as api from "../api/events";
import type { EventDraft, TimelineEvent } from "../domain/models";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { ofOpenRecord } from "./record";
import { forgetTimeline } from "./timeline.svelte";

export async function loadEvent(id: string): Promise<TimelineEvent> {
  return ofOpenRecord(await api.event(id));
}

/** A name for an event about to be sent; kept over repeats of the same form. */
export function newEventId(): string {
  return makeUuid();
}

export async function saveEvent(id: string, draft: EventDraft, isNew: boolean): Promise<void> {
  await (isNew ? api.createEvent(id, account.subject.id, draft) : api.changeEvent(id, draft));
  forgetTimeline();
}

export async function deleteEvent(id: string): Promise<void> {
  await api.deleteEvent(id);
  forgetTimeline();
}
