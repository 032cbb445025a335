import { originalPixels, type Pair, type Pictures } from "../domain/compare";
import type { Photo } from "../domain/models";
import { paneWidthOn, type Words } from "../domain/pairimage";
import type { Comparison } from "../domain/verdict";
import type { Zone } from "../domain/vocabulary";
import { daysApart } from "../domain/walltime";
import { enlargement, seen, type Zoom } from "../domain/zoom";
import { fullDate, number } from "./format";
import { t } from "./index";
import { noteTexts, verdictLine, verdictRows } from "./verdict";

/** What an image of a pair is made of. */
export interface Seen {
  pair: Pair;
  pictures: Pictures;
  comparison: Comparison;
  zone: Zone | null;
  zooms: { first: Zoom; second: Zoom };
  aspect: number;
}

/** As many reasons as the verdict's own line says. */
const SAID = 3;
/** Below this nobody sees that pixels are enlarged. */
const ENLARGED_FROM = 1.1;

/** Every word that an image of a pair must carry: dates, verdict with all its reasons, and what was done to it. */
export function imageWords(what: Seen): Words {
  const { pair, pictures, comparison, zone, zooms } = what;
  const days = daysApart(pair.first.taken_at, pair.second.taken_at);
  const counting = verdictRows(comparison).filter(({ level }) => level === "caution" || level === "not_comparable");
  const isAligned = pictures.showing !== "preview";
  return {
    first: captionOf(pair.first),
    second: captionOf(pair.second),
    apart: days === 0 ? t("compare.sameDay") : t("compare.apart", { count: days }),
    verdict: verdictLine(comparison),
    notes: [
      ...(counting.length > SAID ? counting.map(({ what: name, difference }) => `${name}: ${difference}.`) : []),
      ...noteTexts(comparison),
      t("compare.image.chosen", { total: comparison.counts.photos_of_view }),
      ...(zone ? [t("compare.image.zone", { zone: t(`zone.${zone}`) })] : []),
      ...enlargedNote(what),
      ...(isSame(zooms.first, zooms.second) ? [] : [t("compare.image.unlinked")]),
      ...(pictures.showing === "matched_light" ? [t("compare.image.matched")] : []),
      isAligned ? t("compare.image.aligned") : t("compare.image.unaligned"),
    ],
  };
}

function captionOf(photo: Photo): string[] {
  return [
    fullDate(photo.taken_at),
    ...(photo.simulated ? [t("photo.simulated")] : []),
    ...(photo.override.mirrored ? [t("photo.mirrored")] : []),
  ];
}

function enlargedNote({ pair, pictures, zooms, aspect }: Seen): string[] {
  const times = (photo: Photo, picture: Pictures["firstPicture"], zoom: Zoom) => {
    const pixels = originalPixels(photo, picture);
    return pixels ? enlargement(paneWidthOn(aspect), seen(zoom, aspect), pixels) : 0;
  };
  const first = times(pair.first, pictures.firstPicture, zooms.first);
  const second = times(pair.second, pictures.secondPicture, zooms.second);
  if (Math.max(first, second) < ENLARGED_FROM) return [];
  const rounded = (value: number) => number(Math.round(value * 10) / 10);
  return [t("compare.image.enlarged", { first: rounded(first), second: rounded(second) })];
}

function isSame(one: Zoom, other: Zoom): boolean {
  return one.x === other.x && one.y === other.y && one.scale === other.scale;
}
