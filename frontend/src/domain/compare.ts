import { type Photo, type Rendition, rendition, type Series } from "./models";
import { ALIGNED_SIZE, type RenditionSpec } from "./vocabulary";
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

/**
 * The pair that `proposePair` will give for the whole series, where `some` of its photos decide that already; else null.
 *
 * `some` hold the latest photo, the baseline and those asked for, as far as there are any.
 */
export function earlyPair(some: readonly Photo[], asked: { first?: string; second?: string } = {}): Pair | null {
  const pair = proposePair(some, asked);
  if (!pair) return null;
  const isAsked = pair.first.id === asked.first && pair.second.id === asked.second;
  const baseline = some.find((photo) => photo.is_baseline);
  const isDecided = isAsked || (baseline !== undefined && baseline.id !== comparable(some).at(-1)?.id);
  return isDecided ? pair : null;
}

/** How the two are shown: aligned as taken, not aligned, or aligned with the light of the whole picture matched. */
export type Showing = "aligned" | "preview" | "matched_light";

const FULL: Record<Showing, RenditionSpec | null> = {
  aligned: "aligned_full",
  matched_light: "matched_full",
  preview: null,
};

/** Of `photo`, as wanted; the baseline's light is the one that others are matched to: as taken, it is its own match. */
export function pictureOf(photo: Photo, showing: Showing, full = false): Rendition | undefined {
  const spec = FULL[showing];
  const finest = full && spec ? rendition(photo, spec) : undefined;
  if (finest) return finest;
  const own = rendition(photo, showing);
  if (own || (showing === "matched_light" && !photo.is_baseline)) return own;
  return showing === "aligned" ? undefined : pictureOf(photo, "aligned", full);
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

/**
 * The pictures of a pair as wanted; aligned and as taken where one of them lacks that.
 *
 * `full`: at their originals' resolution where they have that. Ask for it when both have all that they can have: one
 * sharper than the other for being fetched first would look like a change.
 */
export function pictures(pair: Pair, wanted: Showing, full = false): Pictures | null {
  const firstPicture = pictureOf(pair.first, wanted, full);
  const secondPicture = pictureOf(pair.second, wanted, full);
  if (firstPicture && secondPicture) return { showing: wanted, firstPicture, secondPicture };
  return wanted === "aligned" ? null : pictures(pair, "aligned", full);
}

/**
 * How many pixels the original spends on the width of the frame, of those that `picture` holds; null for a picture that
 * is not aligned, whose scale is another.
 */
export function originalPixels(photo: Photo, picture: Rendition): number | null {
  if (!photo.alignment || picture.spec === "preview") return null;
  return Math.min(picture.width, ALIGNED_SIZE[0] / photo.alignment.scale);
}

/**
 * How long a blinking pair shows each photo. WCAG 2.2 (2.3.1) allows three flashes a second; one change a second is the
 * fastest here, half a flash.
 */
export const BLINK_SECONDS = [1, 2, 4] as const;

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
