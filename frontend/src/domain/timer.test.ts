import { describe, expect, it } from "vitest";
import {
  clockText,
  elapsedMs,
  isForgotten,
  pauseTimer,
  readTimer,
  resumeTimer,
  startTimer,
  timedMinutes,
} from "./timer";
import { SESSION_MINUTES } from "./vocabulary";

const MINUTE = 60_000;
const start = new Date(2026, 2, 12, 19, 0, 0);
const at = (minutes: number) => start.getTime() + minutes * MINUTE;
const running = startTimer("session-1", start, null);

describe("the time that has run", () => {
  it("is the clock's, however rarely anybody looked", () => {
    expect(elapsedMs(running, at(0))).toBe(0);
    expect(elapsedMs(running, at(600))).toBe(600 * MINUTE);
  });

  it("stands still in a pause", () => {
    const paused = pauseTimer(running, at(5));
    expect(elapsedMs(paused, at(90))).toBe(5 * MINUTE);
    const again = resumeTimer(paused, at(90));
    expect(elapsedMs(again, at(92))).toBe(7 * MINUTE);
    expect(pauseTimer(paused, at(99))).toEqual(paused);
    expect(resumeTimer(again, at(95))).toEqual(again);
  });

  it("never shrinks when the clock is set back", () => {
    const paused = pauseTimer(resumeTimer(pauseTimer(running, at(5)), at(10)), at(2));
    expect(elapsedMs(paused, at(2))).toBe(5 * MINUTE);
    expect(elapsedMs(running, at(-30))).toBe(0);
  });

  it("is the same after it was kept and read again", () => {
    for (const timer of [running, pauseTimer(running, at(3))]) expect(readTimer(JSON.stringify(timer))).toEqual(timer);
  });
});

it.each([
  [null],
  [""],
  ["{"],
  ["3"],
  ["{}"],
  [JSON.stringify({ ...running, ranMs: -1 })],
  [JSON.stringify({ ...running, runningSince: "now" })],
  [JSON.stringify({ ...running, startedAt: "yesterday" })],
])("takes %j for no timer", (text) => {
  expect(readTimer(text)).toBeNull();
});

it.each([
  [0, SESSION_MINUTES[0]],
  [12.34, 12.3],
  [12.36, 12.4],
  [500, SESSION_MINUTES[1]],
])("makes %d minutes %d of a session", (minutes, expected) => {
  expect(timedMinutes(running, at(minutes))).toBe(expected);
});

it("knows when it was forgotten", () => {
  expect(isForgotten(running, at(SESSION_MINUTES[1]))).toBe(false);
  expect(isForgotten(running, at(SESSION_MINUTES[1] + 1))).toBe(true);
});

it.each([
  [0, "0:00"],
  [65_999, "1:05"],
  [12 * MINUTE, "12:00"],
  [3_729_000, "1:02:09"],
])("writes %d ms as %s", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});
