import type { CalendarDay, Page, Photo, Session, TimelineEvent, TimelineItem } from "../domain/models";
import type { Filter } from "../domain/timeline";
import { client, unwrap } from "./client";
import { cursorOf, query } from "./records";

/** A page of the stream, and the cursor of what came after it: null at the newest. */
export interface StreamPage extends Page<TimelineItem> {
  previous: string | null;
}

export interface StreamQuery extends Filter {
  subject: string;
  /** Start at this local date; a cursor comes before it. */
  before?: string | null;
  cursor?: string | null;
}

export async function stream(asked: StreamQuery, signal: AbortSignal): Promise<StreamPage> {
  const body = await unwrap(client.GET("/api/v1/timeline/", { params: { query: query({ ...asked }) }, signal }));
  return { items: body.results.flatMap(asItem), next: cursorOf(body.next), previous: cursorOf(body.previous) };
}

/** Pairs the kind with its record; the schema cannot say that exactly one of the three is there. */
function asItem(row: {
  kind: TimelineItem["kind"];
  local_date: string;
  photo: Photo | null;
  session: Session | null;
  event: TimelineEvent | null;
}): TimelineItem[] {
  const { kind, local_date, photo, session, event } = row;
  if (kind === "photo" && photo) return [{ kind, local_date, photo, session: null, event: null }];
  if (kind === "session" && session) return [{ kind, local_date, photo: null, session, event: null }];
  if (kind === "event" && event) return [{ kind, local_date, photo: null, session: null, event }];
  return [];
}

/** Baselines and milestones, newest first, and every tag in use. */
export async function pinned(subject: string, signal: AbortSignal): Promise<{ photos: Photo[]; tags: string[] }> {
  return unwrap(client.GET("/api/v1/timeline/pinned/", { params: { query: { subject } }, signal }));
}

/** The days from `from` to `to` that hold anything, and the first day of the whole record. */
export async function days(
  asked: { subject: string; from: string; to: string },
  signal: AbortSignal,
): Promise<{ first_day: string | null; days: CalendarDay[] }> {
  return unwrap(client.GET("/api/v1/timeline/days/", { params: { query: asked }, signal }));
}
