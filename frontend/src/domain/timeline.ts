import type { Photo, Session, TimelineEvent, TimelineItem } from "./models";
import type { Modality, View, Zone } from "./vocabulary";

/** What of the stream is shown; null leaves it open. */
export interface Filter {
  kind: TimelineItem["kind"] | null;
  view: View | null;
  tag: string | null;
  zone: Zone | null;
  modality: Modality | null;
}

export const NO_FILTER: Filter = { kind: null, view: null, tag: null, zone: null, modality: null };

export function isOpen(filter: Filter): boolean {
  return Object.values(filter).every((value) => value === null);
}

/** The tags in what a person typed: parted by commas, the Arabic one too, in one spelling, each once. */
export function readTags(text: string): string[] {
  const tags = text.split(/[,\u060c]/).map((tag) => tag.trim().replace(/\s+/g, " ").toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** Hours since a session in the unit that reads best: whole hours for two days, then whole days. */
export function sinceSession(hours: number): { unit: "now" | "hours" | "days"; count: number } {
  if (hours < 1) return { unit: "now", count: 0 };
  return hours < 48 ? { unit: "hours", count: Math.floor(hours) } : { unit: "days", count: Math.floor(hours / 24) };
}

/**
 * A photo, and the sessions between it and the next older one of its month, newest first; a photo that needs a
 * decision is shown with what can be done. An event stands on its own, as do sessions that follow no photo.
 */
export type TimelineCell =
  | { kind: "photo" | "attention"; key: string; photo: Photo; sessions: Session[] }
  | { kind: "sessions"; key: string; sessions: Session[] }
  | { kind: "event"; key: string; event: TimelineEvent; sessions: Session[] };

export interface TimelineMonth {
  /** `2026-03`. */
  month: string;
  cells: TimelineCell[];
}

export function itemKey(item: TimelineItem): string {
  return `${item.kind}:${(item.photo ?? item.session ?? item.event).id}`;
}

/** Groups a dated stream by local month, keeping its order. */
export function groupByMonth(items: readonly TimelineItem[]): TimelineMonth[] {
  const months: TimelineMonth[] = [];
  for (const item of items) {
    const month = item.local_date.slice(0, 7);
    let group = months.at(-1);
    if (group?.month !== month) {
      group = { month, cells: [] };
      months.push(group);
    }
    addTo(group.cells, item);
  }
  return months;
}

function addTo(cells: TimelineCell[], item: TimelineItem): void {
  if (item.kind === "photo") {
    const kind = needsAttention(item.photo) ? "attention" : "photo";
    cells.push({ kind, key: itemKey(item), photo: item.photo, sessions: [] });
    return;
  }
  if (item.kind === "event") {
    cells.push({ kind: "event", key: itemKey(item), event: item.event, sessions: [] });
    return;
  }
  const last = cells.at(-1);
  if (last) last.sessions.push(item.session);
  else cells.push({ kind: "sessions", key: itemKey(item), sessions: [item.session] });
}

export function needsAttention(photo: Photo): boolean {
  return photo.state === "rejected" || photo.state === "failed";
}

/** Adds a page, leaving out what is already there: a photo that arrived meanwhile shifts nothing with cursors. */
export function appendPage(items: readonly TimelineItem[], page: readonly TimelineItem[]): TimelineItem[] {
  const known = new Set(items.map(itemKey));
  return [...items, ...page.filter((item) => !known.has(itemKey(item)))];
}

/** Adds a page above, leaving out what is already there. */
export function prependPage(items: readonly TimelineItem[], page: readonly TimelineItem[]): TimelineItem[] {
  const known = new Set(items.map(itemKey));
  return [...page.filter((item) => !known.has(itemKey(item))), ...items];
}

/** Puts newer versions of photos in the place of the old ones. */
export function replacePhotos(items: readonly TimelineItem[], photos: readonly Photo[]): TimelineItem[] {
  const fresh = new Map(photos.map((photo) => [photo.id, photo]));
  return items.map((item) => {
    const photo = item.kind === "photo" ? fresh.get(item.photo.id) : undefined;
    return item.kind === "photo" && photo ? { ...item, photo } : item;
  });
}

/** Ids of photos still on their way, in timeline order. */
export function processingIds(items: readonly TimelineItem[]): string[] {
  return items.flatMap((item) => (item.kind === "photo" && item.photo.state === "received" ? [item.photo.id] : []));
}

export interface LoadedStream {
  items: TimelineItem[];
  /** Cursor of the page after the last item; null at the end. */
  next: string | null;
}

/**
 * The stream after its newest page was loaded again: older pages that were loaded before stay, so that a person who
 * comes back finds the place again. Where the two do not meet, only the new page is known to be true.
 */
export function withFreshStart(before: LoadedStream, page: LoadedStream): LoadedStream {
  const last = page.items.at(-1);
  const meets = last ? before.items.findIndex((item) => itemKey(item) === itemKey(last)) : -1;
  if (meets < 0 || page.next === null) return page;
  const older = before.items.slice(meets + 1);
  return older.length === 0 ? page : { items: appendPage(page.items, older), next: before.next };
}
