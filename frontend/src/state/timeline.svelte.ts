import * as records from "../api/records";
import { pinned, stream } from "../api/timeline";
import { waitBefore } from "../domain/backoff";
import type { Photo, Series, TimelineItem } from "../domain/models";
import {
  appendPage,
  type Filter,
  NO_FILTER,
  prependPage,
  processingIds,
  replacePhotos,
  withFreshStart,
} from "../domain/timeline";
import { pause } from "../platform/connection";
import { account } from "./account.svelte";
import { onForget } from "./memory";
import { type FormProblem, problemOf } from "./problem";

/** As many photos are asked after in one look; the rest follow when these are done. */
const LOOK_AT = 8;
const GATHER_ARRIVALS_MS = 1000;

class Timeline {
  items: TimelineItem[] = $state.raw([]);
  series: Series[] = $state.raw([]);
  /** Baselines and milestones, newest first. */
  pinned: Photo[] = $state.raw([]);
  /** Every tag in use. */
  tags: string[] = $state.raw([]);
  filter: Filter = $state.raw(NO_FILTER);
  /** Cursor of the next older page; null at the end. */
  next: string | null = $state(null);
  /** Cursor of the next newer page, after a jump; null at the newest. */
  previous: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-older" | "loading-newer" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
  /** True when photos have been on their way for so long that looking stopped. */
  slow = $state(false);
}

export const timeline = new Timeline();

let loading = new AbortController();
let arrival: ReturnType<typeof setTimeout> | undefined;
let watching = new AbortController();

const NOTHING = { items: [], next: null, previous: null };

export function forgetTimeline(): void {
  loading.abort();
  watching.abort();
  clearTimeout(arrival);
  arrival = undefined;
  const rest = { series: [], pinned: [], tags: [], status: "empty", problem: null, slow: false };
  Object.assign(timeline, NOTHING, rest);
}

onForget(() => {
  forgetTimeline();
  timeline.filter = NO_FILTER;
});

function startAfresh(): AbortSignal {
  loading.abort();
  loading = new AbortController();
  timeline.problem = null;
  if (timeline.items.length === 0) timeline.status = "loading";
  return loading.signal;
}

/** Loads the newest page; what was shown stays until the answer is here, and where one has jumped to, it stays. */
export async function loadTimeline(): Promise<void> {
  const signal = startAfresh();
  const subject = account.subject.id;
  const jumped = timeline.items.length > 0 && timeline.previous !== null;
  await attempt(signal, async () => {
    const [page, series, top] = await Promise.all([
      jumped ? null : stream({ ...timeline.filter, subject }, signal),
      records.listSeries(subject),
      pinned(subject, signal),
    ]);
    if (signal.aborted) return;
    Object.assign(timeline, { series, pinned: top.photos, tags: top.tags });
    if (page) Object.assign(timeline, withFreshStart(timeline, page), { previous: null });
  });
}

/** Starts the stream anew at a local date; it can be read down and up from there. */
export async function jumpTo(day: string): Promise<void> {
  Object.assign(timeline, NOTHING);
  const signal = startAfresh();
  await attempt(signal, async () => {
    const page = await stream({ ...timeline.filter, subject: account.subject.id, before: day }, signal);
    if (!signal.aborted) Object.assign(timeline, page);
  });
}

export function backToNewest(): void {
  Object.assign(timeline, NOTHING);
  void loadTimeline();
}

export async function loadOlder(): Promise<void> {
  if (timeline.status !== "ready" || timeline.next === null) return;
  await loadMore("loading-older", timeline.next);
}

export async function loadNewer(): Promise<void> {
  if (timeline.status !== "ready" || timeline.previous === null) return;
  await loadMore("loading-newer", timeline.previous);
}

async function loadMore(status: "loading-older" | "loading-newer", cursor: string): Promise<void> {
  const { signal } = loading;
  timeline.status = status;
  timeline.problem = null;
  await attempt(signal, async () => {
    const page = await stream({ ...timeline.filter, subject: account.subject.id, cursor }, signal);
    if (signal.aborted) return;
    if (status === "loading-older") {
      timeline.items = appendPage(timeline.items, page.items);
      timeline.next = page.next;
    } else {
      timeline.items = prependPage(timeline.items, page.items);
      timeline.previous = page.previous;
    }
  });
}

async function attempt(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    if (signal.aborted) return;
    watchProcessing();
  } catch (caught) {
    if (signal.aborted) return;
    timeline.problem = problemOf(caught);
  }
  timeline.status = "ready";
}

/** Shows what `change` says, and leaves the rest of the filter as it is. */
export function filterTimeline(change: Partial<Filter>): void {
  timeline.filter = { ...timeline.filter, ...change };
  backToNewest();
}

/** Looks after photos on their way: soon at first, then less often, then no more. */
function watchProcessing(): void {
  watching.abort();
  watching = new AbortController();
  timeline.slow = false;
  if (processingIds(timeline.items).length > 0) void lookAfter(watching.signal);
}

async function lookAfter(signal: AbortSignal): Promise<void> {
  for (let attempt = 0; processingIds(timeline.items).length > 0; attempt += 1) {
    const wait = waitBefore(attempt);
    if (wait === null) {
      timeline.slow = true;
      return;
    }
    if (!(await pause(wait, signal))) return;
    const ids = processingIds(timeline.items).slice(0, LOOK_AT);
    const answers = await Promise.allSettled(ids.map((id) => records.photo(id)));
    if (signal.aborted) return;
    const photos = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    showNewer(photos);
    // Something moved: the next look comes soon again.
    if (photos.some((photo) => photo.state !== "received")) attempt = -1;
  }
}

function showNewer(photos: readonly Photo[]): void {
  timeline.items = replacePhotos(timeline.items, photos);
}

/** A photo changed elsewhere (a retry, a correction). */
export function noteChangedPhoto(photo: Photo): void {
  showNewer([photo]);
  watchProcessing();
}

/**
 * A photo arrived while the timeline may be open: it is loaded again soon, once for several that arrive together.
 * A timeline that was never opened loads by itself when it is.
 */
export function noteArrivedPhoto(): void {
  arrival ??= setTimeout(() => {
    arrival = undefined;
    if (timeline.status === "ready") void loadTimeline();
  }, GATHER_ARRIVALS_MS);
}

export function noteDeletedPhoto(id: string): void {
  timeline.items = timeline.items.filter((item) => item.photo?.id !== id);
  timeline.pinned = timeline.pinned.filter((photo) => photo.id !== id);
}

export async function retryPhoto(id: string): Promise<Photo> {
  const photo = await records.retryPhoto(id);
  noteChangedPhoto(photo);
  return photo;
}

export async function deletePhoto(id: string): Promise<void> {
  await records.deletePhoto(id);
  noteDeletedPhoto(id);
}
