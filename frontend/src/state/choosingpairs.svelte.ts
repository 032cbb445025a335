import { verdictOf } from "../api/comparisons";
import type { Pair } from "../domain/compare";
import { hasPair, inOrder, MOST_PAIRS, pairKey, parsePairs, type Shelf, shelved } from "../domain/pairs";
import type { Comparison } from "../domain/verdict";
import { VIEWS } from "../domain/vocabulary";
import { loadComparable, loadPhoto, loadSeries } from "./photos";
import { problemOf } from "./problem";
import { router } from "./router.svelte";

/** What can be said of a pair; "failed" where that could not be asked. */
type Verdict = Comparison | "failed";

/** Pairs of the open record that are chosen to be shown together. */
export class ChoosingPairs {
  pairs: Pair[] = $state.raw([]);
  /** Views of which there are two photos at least, as far as they have come. */
  shelves: Shelf[] = $state.raw([]);
  /** `shelves` are all that there will be. */
  isWhole = $state(false);
  verdicts: Readonly<Record<string, Verdict>> = $state.raw({});

  #left = new AbortController();

  /** With the pairs that the address names. Throws what was refused. */
  async open(): Promise<void> {
    this.isWhole = false;
    const [series] = await Promise.all([loadSeries(), this.#openAsked()]);
    const several = series.filter((one) => one.photo_count > 1);
    await Promise.all(
      several.map(async ({ view }) => {
        const photos = await loadComparable(view);
        const shelves = photos.length > 1 ? shelved(this.shelves, view, photos) : this.shelves;
        this.shelves = shelves.toSorted((one, other) => VIEWS.indexOf(one.view) - VIEWS.indexOf(other.view));
      }),
    );
    this.isWhole = true;
  }

  async #openAsked(): Promise<void> {
    const found = await Promise.all(parsePairs(router.query).map((ids) => Promise.all(ids.map(loadPhoto))));
    for (const [one, other] of found) if (one && other && one.view === other.view) this.add(inOrder(one, other));
  }

  leave(): void {
    this.#left.abort();
  }

  add(pair: Pair): void {
    if (this.pairs.length < MOST_PAIRS && !hasPair(this.pairs, pair)) this.#set([...this.pairs, pair]);
  }

  replace(old: Pair, pair: Pair): void {
    if (!hasPair(this.pairs, pair)) this.#set(this.pairs.map((one) => (one === old ? pair : one)));
  }

  remove(pair: Pair): void {
    this.#set(this.pairs.filter((one) => one !== pair));
  }

  #set(pairs: Pair[]): void {
    this.pairs = pairs;
    for (const pair of pairs) if (!(pairKey(pair) in this.verdicts)) void this.judge(pair);
  }

  /** Looks up whether the two can be compared. */
  async judge({ first, second }: Pair): Promise<void> {
    const key = pairKey({ first, second });
    const [answer] = await Promise.allSettled([verdictOf(first.id, second.id, this.#left.signal)]);
    if (this.#left.signal.aborted) return;
    if (answer.status === "rejected") problemOf(answer.reason);
    this.verdicts = { ...this.verdicts, [key]: answer.status === "fulfilled" ? answer.value : "failed" };
  }
}
