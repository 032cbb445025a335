import { describe, expect, it } from "vitest";
import { nearestWeeks, partnerWeeks } from "./verdict";

describe("the weeks after which a partner is looked for", () => {
  it.each([
    [0, [4]],
    [41, [4]],
    [42, [4, 8]],
    [84, [4, 8, 12]],
    [400, [4, 8, 12, 26, 52]],
  ])("are those with photos, %i days away at most", (span, expected) => {
    expect(partnerWeeks(span)).toEqual(expected);
  });

  it.each([
    [0, 4],
    [41, 4],
    [42, 8],
    [300, 12],
  ])("begin with the nearest to %i days, the longer of two", (days, expected) => {
    expect(nearestWeeks([4, 8, 12], days)).toBe(expected);
  });
});
