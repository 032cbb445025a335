import type { Dates } from "./comparelink";
import type { Photo } from "./models";
import { asUtc, localMonth, parseWallTime } from "./walltime";

const moment = (photo: Photo) => asUtc(parseWallTime(photo.taken_at)).getTime();

/**
 * So many of `photos` (oldest first), as evenly in time as they allow: the first, the last, and those nearest to the
 * dates that divide the time between. Chosen by date alone.
 */
export function spread(photos: readonly Photo[], count: number): Photo[] {
  const first = photos.at(0);
  const last = photos.at(-1);
  if (!first || !last || photos.length <= count) return [...photos];
  if (count < 2) return [last];
  const start = moment(first);
  const step = (moment(last) - start) / (count - 1);
  const chosen: Photo[] = [];
  let next = 0;
  for (let place = 0; place < count; place += 1) {
    // As many stay behind it as are still to be chosen.
    const end = photos.length - (count - 1 - place);
    const target = start + place * step;
    const isLast = place === count - 1;
    const best = isLast ? photos.length - 1 : place === 0 ? 0 : nearest(photos, next, end, target);
    const photo = photos[best];
    if (photo) chosen.push(photo);
    next = best + 1;
  }
  return chosen;
}

function nearest(photos: readonly Photo[], from: number, end: number, target: number): number {
  let best = from;
  let distance = Number.POSITIVE_INFINITY;
  for (const [offset, photo] of photos.slice(from, end).entries()) {
    const away = Math.abs(moment(photo) - target);
    if (away < distance) [best, distance] = [from + offset, away];
  }
  return best;
}

/** The photos of the grid, oldest first; of those chosen by hand the ones that are there. */
export function gridPhotos(photos: readonly Photo[], dates: Dates): Photo[] {
  if ("count" in dates) return spread(photos, dates.count);
  const wanted = new Set(dates.ids);
  return photos.filter((photo) => wanted.has(photo.id));
}

/** Into how many columns `count` panes go, so that each is as large as the room allows. */
export function columnsFor(count: number, width: number, height: number, aspect: number): number {
  let best = 1;
  let largest = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const paneWidth = Math.min(width / columns, (height / Math.ceil(count / columns)) * aspect);
    // A little larger is not worth reading downwards: beside one another, the same height is the same place.
    if (paneWidth >= largest * 0.87) [best, largest] = [columns, Math.max(paneWidth, largest)];
  }
  return best;
}

/** Newest first, month by month. */
export function byMonth(photos: readonly Photo[]): { month: string; inside: Photo[] }[] {
  const months: { month: string; inside: Photo[] }[] = [];
  for (const photo of photos.toReversed()) {
    const month = localMonth(photo.taken_at);
    const last = months.at(-1);
    if (last?.month === month) last.inside.push(photo);
    else months.push({ month, inside: [photo] });
  }
  return months;
}
