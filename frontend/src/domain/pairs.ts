import { comparable, type Pair, proposePair } from "./compare";
import type { Photo } from "./models";
import type { View } from "./vocabulary";
import { compareWallTimes } from "./walltime";

/** How many pairs a share or a report shows at most; the server says the same. */
export const MOST_PAIRS = 12;

/** All that can be compared of one view, oldest first. */
export interface Shelf {
  view: View;
  photos: readonly Photo[];
}

/** Whether a photo may stand beside `besides`, the others that are shown; "" where it may, else why not. */
export type Barring = (photo: Photo, besides: readonly Photo[]) => string;

/** The earlier one first. */
export function inOrder(one: Photo, other: Photo): Pair {
  return compareWallTimes(one.taken_at, other.taken_at) <= 0
    ? { first: one, second: other }
    : { first: other, second: one };
}

/** The same for the same two photos, whichever is first. */
export function pairKey({ first, second }: Pair): string {
  return [first.id, second.id].toSorted().join(" ");
}

export function hasPair(pairs: readonly Pair[], pair: Pair): boolean {
  return pairs.some((one) => pairKey(one) === pairKey(pair));
}

export function photosOf(pairs: readonly Pair[]): Photo[] {
  return pairs.flatMap(({ first, second }) => [first, second]);
}

/** Of each view the baseline and the latest of those that may be shown; not what is shown already. */
export function proposedPairs(shelves: readonly Shelf[], pairs: readonly Pair[], barred: Barring): Pair[] {
  const besides = photosOf(pairs);
  return shelves.flatMap(({ photos }) => {
    const pair = proposePair(photos.filter((photo) => barred(photo, besides) === ""));
    if (!pair || hasPair(pairs, pair) || barred(pair.second, [...besides, pair.first]) !== "") return [];
    return [pair];
  });
}

/** The pairs that an address names, as ids; what is no pair is left out. */
export function parsePairs(query: URLSearchParams): [string, string][] {
  return query
    .getAll("pair")
    .map((text) => text.split(","))
    .filter((ids): ids is [string, string] => ids.length === 2 && ids.every((id) => id !== "") && ids[0] !== ids[1])
    .slice(0, MOST_PAIRS);
}

/** Adds `photos` to what a shelf holds. */
export function shelved(shelves: readonly Shelf[], view: View, photos: readonly Photo[]): Shelf[] {
  const others = shelves.filter((shelf) => shelf.view !== view);
  return [...others, { view, photos: comparable(photos) }];
}
