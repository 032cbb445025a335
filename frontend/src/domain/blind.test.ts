import { describe, expect, it } from "vitest";
import {
  askable,
  type BlindResult,
  type BlindRound,
  type BlindTrial,
  nextTrial,
  outcome,
  resultSentence,
  WEEKS_APART,
  withRound,
} from "./blind";
import type { Series } from "./models";
import { BLIND_CHOICES, BLIND_DAYS_APART } from "./vocabulary";

const reveal = {
  later: "b",
  a: { id: "1", taken_at: "2026-01-01T08:00:00" },
  b: { id: "2", taken_at: "2026-03-01T08:00:00" },
} as const;

function trial(values: Partial<BlindTrial>): BlindTrial {
  return { id: "t", number: 1, choice: null, pictures: { a: "/a", b: "/b" }, reveal: null, ...values };
}

describe("a round", () => {
  it("goes on where it was left", () => {
    const trials = [trial({ id: "1", choice: "a" }), trial({ id: "2" }), trial({ id: "3" })];
    expect(nextTrial({ trials })?.id).toBe("2");
    expect(nextTrial({ trials: trials.slice(0, 1) })).toBeNull();
    expect(nextTrial({ trials: [] })).toBeNull();
  });

  it.each([
    ["a", "wrong"],
    ["b", "right"],
    ["cannot_tell", "cannot_tell"],
  ] as const)("answered with %s came to %s", (choice, expected) => {
    expect(outcome(trial({ choice, reveal }))).toBe(expected);
    expect(outcome(trial({ choice }))).toBeNull();
  });

  it("has an outcome for every choice there is", () => {
    for (const choice of BLIND_CHOICES) expect(outcome(trial({ choice, reveal }))).not.toBeNull();
    expect(outcome(trial({ reveal }))).toBeNull();
  });
});

describe("a result", () => {
  it.each([
    [7, 10, 0.348, 0.933, "guessing"],
    [10, 10, 0.692, 1, "aboveGuessing"],
    [0, 10, 0, 0.308, "belowGuessing"],
    [3, 3, 0.292, 1, "guessing"],
    [0, 0, null, null, "nothing"],
  ] as const)("of %i in %i is compatible with %s to %s: %s", (right, answered, low, high, expected) => {
    const result: BlindResult = { right, answered, cannot_tell: 0, by_guessing: answered / 2, low, high };
    expect(resultSentence(result)).toBe(expected);
  });
});

it("asks for no distance that the server refuses", () => {
  const [low, high] = BLIND_DAYS_APART;
  for (const days of Object.values(WEEKS_APART)) {
    expect(days).toBeGreaterThanOrEqual(low);
    expect(days).toBeLessThanOrEqual(high);
  }
  expect(Object.entries(WEEKS_APART).every(([weeks, days]) => Number(weeks) * 7 === days)).toBe(true);
});

it("is offered for views with two photos, the largest first", () => {
  const one = (id: string, photo_count: number) => ({ id, photo_count }) as Series;
  expect(askable([one("a", 1), one("b", 2), one("c", 9)]).map(({ id }) => id)).toEqual(["c", "b"]);
});

it("keeps each round in its place, and puts a new one on top", () => {
  const one = (id: string, answered_count = 0) => ({ id, answered_count }) as BlindRound;
  expect(withRound([one("b"), one("a")], one("a", 2))).toEqual([one("b"), one("a", 2)]);
  expect(withRound([one("a")], one("c"))).toEqual([one("c"), one("a")]);
});
