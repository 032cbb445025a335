import { describe, expect, it } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { hasPair, inOrder, MOST_PAIRS, parsePairs, photosOf, proposedPairs, shelved } from "./pairs";

const photo = (id: string, day: string, view: "frontal" | "lateral_left" = "frontal", is_baseline = false) =>
  samplePhoto({ id, view, is_baseline, taken_at: `2026-${day}T08:00:00` });
const a = photo("a", "01-01", "frontal", true);
const b = photo("b", "02-01");
const c = photo("c", "03-01");
const side = [photo("l1", "01-01", "lateral_left", true), photo("l2", "03-01", "lateral_left")];
const shelves = shelved(shelved([], "frontal", [c, a, b]), "lateral_left", side);
const free = () => "";
const ids = (pairs: readonly { first: { id: string }; second: { id: string } }[]) =>
  pairs.map(({ first, second }) => [first.id, second.id]);

describe("pairs to be shown", () => {
  it("are proposed of each view: the baseline and the latest, unless they are shown already", () => {
    expect(ids(proposedPairs(shelves, [], free))).toEqual([
      ["a", "c"],
      ["l1", "l2"],
    ]);
    expect(ids(proposedPairs(shelves, [inOrder(c, a)], free))).toEqual([["l1", "l2"]]);
  });

  it("are proposed only of what may be shown, together with what is shown", () => {
    const noLatest = (one: { id: string }) => (one.id === "c" ? "taken too late" : "");
    expect(ids(proposedPairs(shelves, [], noLatest))).toEqual([
      ["a", "b"],
      ["l1", "l2"],
    ]);
    const oneView = (one: { view: string }, besides: readonly { view: string }[]) =>
      besides.some((other) => other.view !== one.view) ? "another view" : "";
    expect(ids(proposedPairs(shelves, [inOrder(a, b)], oneView))).toEqual([["a", "c"]]);
    const notTogether = (one: { id: string }, besides: readonly { id: string }[]) =>
      one.id === "c" && besides.length > 0 ? "not beside another" : "";
    expect(ids(proposedPairs(shelves, [], notTogether))).toEqual([["l1", "l2"]]);
  });

  it("have the earlier photo first and are the same either way round", () => {
    expect(ids([inOrder(c, a)])).toEqual([["a", "c"]]);
    expect(hasPair([{ first: c, second: a }], inOrder(a, c))).toBe(true);
    expect(hasPair([inOrder(a, b)], inOrder(a, c))).toBe(false);
    expect(photosOf([inOrder(a, b)])).toEqual([a, b]);
  });

  it("are read from an address as far as they are pairs, and no more than can be shown", () => {
    expect(parsePairs(new URLSearchParams("pair=a,b&pair=a&pair=c,d&pair=,e&pair=f,f"))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    const many = new URLSearchParams(Array.from({ length: 20 }, (_, number) => ["pair", `a${number},b`]));
    expect(parsePairs(many)).toHaveLength(MOST_PAIRS);
  });

  it("come from shelves with the oldest first, one for each view", () => {
    expect(shelved(shelves, "frontal", [b, a])).toEqual([
      { view: "lateral_left", photos: side },
      { view: "frontal", photos: [a, b] },
    ]);
  });
});
