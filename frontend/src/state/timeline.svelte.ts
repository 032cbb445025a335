import * as records from "../api/records";
import { stream } from "../api/timeline";
import { waitBefore } from "../domain/backoff";
import type { Photo, Series, TimelineItem } from "../domain/models";
import { appendPage, NO_FILTER, processingIds, replacePhotos, withFreshStart } from "../domain/timeline";
import type { View } from "../domain/vocabulary";
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
  view: View | null = $state(null);
  /** Cursor of the next older page; null at the end. */
  next: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-more" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
  /** True when photos have been on their way for so long that looking stopped. */
  slow = $state(false);
}

export const timeline = new Timeline();

let loading = new AbortController();
let arrival: ReturnType<typeof setTimeout> | undefined;
let watching = new AbortController();

export function forgetTimeline(): void {
  loading.abort();
  watching.abort();
  clearTimeout(arrival);
  arrival = undefined;
  Object.assign(timeline, { items: [], series: [], next: null, status: "empty", problem: null, slow: false });
}

onForget(() => {
  forgetTimeline();
  timeline.view = null;
});

/** Loads the newest page; what was shown stays until the answer is here. */
export async function loadTimeline(): Promise<void> {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  timeline.problem = null;
  if (timeline.items.length === 0) timeline.status = "loading";
  try {
    const subject = account.subject.id;
    const [page, series] = await Promise.all([
      stream({ ...NO_FILTER, subject, view: timeline.view }, signal),
      records.listSeries(subject),
    ]);
    if (signal.aborted) return;
    Object.assign(timeline, withFreshStart(timeline, page), { series, status: "ready" });
    watchProcessing();
  } catch (caught) {
    if (signal.aborted) return;
    timeline.problem = problemOf(caught);
    timeline.status = "ready";
  }
}

export async function loadOlder(): Promise<void> {
  if (timeline.status !== "ready" || timeline.next === null) return;
  const { signal } = loading;
  timeline.status = "loading-more";
  timeline.problem = null;
  try {
    const asked = { ...NO_FILTER, subject: account.subject.id, view: timeline.view, cursor: timeline.next };
    const page = await stream(asked, signal);
    if (signal.aborted) return;
    timeline.items = appendPage(timeline.items, page.items);
    timeline.next = page.next;
    watchProcessing();
  } catch (caught) {
    if (signal.aborted) return;
    timeline.problem = problemOf(caught);
  }
  timeline.status = "ready";
}

export function filterTimeline(view: View | null): void {
  if (view === timeline.view) return;
  timeline.view = view;
  Object.assign(timeline, { items: [], next: null });
  void loadTimeline();
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
