import { type Photo, type Rendition, rendition, type Series } from "./models";
import { compareWallTimes } from "./walltime";

/** Two photos of one series; `first` is shown at the left. */
export interface Pair {
  first: Photo;
  second: Photo;
}

/** Aligned photos, oldest first. Only these can be compared. */
export function comparable(photos: readonly Photo[]): Photo[] {
  return photos
    .filter((photo) => photo.state === "aligned")
    .toSorted((a, b) => compareWallTimes(a.taken_at, b.taken_at) || a.id.localeCompare(b.id));
}

/**
 * The pair to open with: what the address asks for, else the baseline (or the oldest) and the latest; where the
 * baseline is itself the latest, the oldest and the latest. Unless the address says otherwise, the earlier is first.
 *
 * `photos` are of one series. Null when fewer than two of them can be compared.
 */
export function proposePair(photos: readonly Photo[], asked: { first?: string; second?: string } = {}): Pair | null {
  const usable = comparable(photos);
  const oldest = usable.at(0);
  const latest = usable.at(-1);
  if (!oldest || !latest || usable.length < 2) return null;
  const byId = (id: string | undefined) => usable.find((photo) => photo.id === id);
  const start = usable.find((photo) => photo.is_baseline) ?? oldest;
  const second = byId(asked.second);
  const first = byId(asked.first);
  if (first && second && first.id !== second.id) return { first, second };
  const one = first ?? second;
  const shown = one ?? start;
  const other = shown.id !== latest.id ? latest : start.id !== latest.id ? start : oldest;
  return usable.indexOf(shown) < usable.indexOf(other)
    ? { first: shown, second: other }
    : { first: other, second: shown };
}

/** How the two are shown: aligned as taken, not aligned, or aligned with the light of the whole picture matched. */
export type Showing = "aligned" | "preview" | "matched_light";

/** The baseline's light is the one that others are matched to: as taken, it is its own match. */
function picture(photo: Photo, showing: Showing): Rendition | undefined {
  const own = rendition(photo, showing);
  return showing === "matched_light" && !photo.is_baseline ? own : (own ?? rendition(photo, "aligned"));
}

/** Matched light is offered only where both have it: one of each kind would be the very thing it is to prevent. */
export function canMatchLight(pair: Pair): boolean {
  const matched = [pair.first, pair.second].filter((photo) => rendition(photo, "matched_light"));
  return matched.length > 0 && pictures(pair, "matched_light")?.showing === "matched_light";
}

export interface Pictures {
  showing: Showing;
  firstPicture: Rendition;
  secondPicture: Rendition;
}

/** The pictures of a pair as wanted; aligned and as taken where one of them lacks that. */
export function pictures(pair: Pair, wanted: Showing): Pictures | null {
  const firstPicture = picture(pair.first, wanted);
  const secondPicture = picture(pair.second, wanted);
  if (firstPicture && secondPicture) return { showing: wanted, firstPicture, secondPicture };
  return wanted === "aligned" ? null : pictures(pair, "aligned");
}

/** The series a comparison opens with: the one with most photos, the frontal one when they are equal. */
export function proposeSeries(series: readonly Series[]): Series | undefined {
  return series
    .filter((candidate) => candidate.photo_count > 0)
    .toSorted(
      (a, b) => b.photo_count - a.photo_count || Number(b.view === "frontal") - Number(a.view === "frontal"),
    )[0];
}

/** How far the slider goes for a key, in percent of the picture's width; undefined for keys it leaves alone. */
export function sliderStep(key: string, percent: number): number | undefined {
  const target = {
    // The handle moves on the picture, whose left and right never mirror.
    ArrowRight: percent + 2,
    ArrowUp: percent + 2,
    ArrowLeft: percent - 2,
    ArrowDown: percent - 2,
    PageUp: percent + 10,
    PageDown: percent - 10,
    Home: 0,
    End: 100,
  }[key];
  return target === undefined ? undefined : Math.min(100, Math.max(0, target));
}
