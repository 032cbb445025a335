import * as records from "../api/records";
import { waitBefore } from "../domain/backoff";
import type { Ghost, Override, Photo, Series } from "../domain/models";
import type { View } from "../domain/vocabulary";
import { pause } from "../platform/connection";
import { account } from "./account.svelte";
import { ofOpenRecord } from "./record";
import { forgetTimeline, noteChangedPhoto } from "./timeline.svelte";

export async function loadPhoto(id: string): Promise<Photo> {
  return ofOpenRecord(await records.photo(id));
}

/** Follows a photo until it is aligned or cannot be; resolves with false when it stopped looking. */
export async function followPhoto(id: string, signal: AbortSignal, show: (photo: Photo) => void): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    const wait = waitBefore(attempt);
    if (wait === null) return false;
    if (!(await pause(wait, signal))) return true;
    const [answer] = await Promise.allSettled([records.photo(id)]);
    if (signal.aborted) return true;
    if (answer.status === "rejected") continue;
    show(answer.value);
    if (answer.value.state !== "received") return true;
  }
}

export async function correctPhoto(id: string, change: { taken_at?: string; view?: View }): Promise<Photo> {
  const photo = await records.correctPhoto(id, change);
  // Its place in the stream may be another now.
  forgetTimeline();
  return photo;
}

/** Notes, tags and the milestone change no place in the stream. */
export async function writeAbout(id: string, words: Pick<Photo, "notes" | "tags" | "milestone">): Promise<Photo> {
  const photo = await records.correctPhoto(id, words);
  noteChangedPhoto(photo);
  return photo;
}

/** Sets by hand what `override` says, all of it; the photo is then aligned again. */
export async function overrideAlignment(id: string, override: Override): Promise<Photo> {
  const photo = await records.overrideAlignment(id, override);
  noteChangedPhoto(photo);
  return photo;
}

/** Makes `photo` the baseline of its series and answers it as it is now. */
export async function makeBaseline(photo: Photo): Promise<Photo> {
  await records.chooseBaseline(photo.series, photo.id);
  // Many a photo of the stream is another now.
  forgetTimeline();
  return records.photo(photo.id);
}

/** The photo that `photo` is aligned to; null for the baseline itself, and where there is none. */
export async function loadBaseline(photo: Photo): Promise<Photo | null> {
  if (photo.is_baseline) return null;
  const series = await loadSeries();
  const id = series.find((one) => one.id === photo.series)?.baseline;
  return id ? records.photo(id) : null;
}

export function loadGhosts(): Promise<Ghost[]> {
  return records.ghosts(account.subject.id);
}

export function loadSeries(): Promise<Series[]> {
  return records.listSeries(account.subject.id);
}

/** Every aligned photo of one view. */
export async function loadComparable(view: View): Promise<Photo[]> {
  const photos: Photo[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof records.listPhotos>> = await records.listPhotos({
      subject: account.subject.id,
      view,
      state: "aligned",
      cursor,
    });
    photos.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return photos;
}

/** The latest `count` aligned photos of one view, newest first. */
export async function loadLatest(view: View, count: number): Promise<Photo[]> {
  const asked = { subject: account.subject.id, view, state: "aligned", page_size: count } as const;
  return (await records.listPhotos(asked)).items;
}
