import { expect, it } from "vitest";
import { delayAfter, isLongEnough, locksNow } from "./lock";

it.each([
  [0, 0],
  [4, 0],
  [5, 30_000],
  [6, 60_000],
  [7, 300_000],
  [8, 900_000],
  [200, 900_000],
])("after %d wrong PINs none is tried for %d ms", (wrong, delay) => {
  expect(delayAfter(wrong)).toBe(delay);
});

it("asks for six signs", () => {
  expect(isLongEnough("12345")).toBe(false);
  expect(isLongEnough("123456")).toBe(true);
});

it.each([
  [null, 100_000, false],
  [100_000, 114_999, false],
  [100_000, 115_000, true],
  [100_000, 90_000, true],
])("hidden since %s and seen at %d: locked is %s", (since, now, locked) => {
  expect(locksNow(since, now, 15)).toBe(locked);
});
