import { expect, it } from "vitest";
import {
  FIRST_WAIT_MS,
  GIVE_UP_AFTER_MS,
  LONGEST_WAIT_MS,
  LONGEST_WAIT_TO_SEND_MS,
  waitBefore,
  waitToSend,
} from "./backoff";

it("looks soon at first, then less often, then no more", () => {
  const waits: number[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const wait = waitBefore(attempt);
    if (wait === null) break;
    waits.push(wait);
  }
  expect(waits[0]).toBe(FIRST_WAIT_MS);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(Math.max(...waits)).toBe(LONGEST_WAIT_MS);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
  expect(total).toBeLessThan(GIVE_UP_AFTER_MS + LONGEST_WAIT_MS);
});

it("never gives up what waits on the phone", () => {
  expect([0, 1, 2, 3].map(waitToSend)).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect([20, 200, 2000].map(waitToSend)).toEqual(Array(3).fill(LONGEST_WAIT_TO_SEND_MS));
});
