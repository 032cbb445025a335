import type { WallTimeText } from "./models";
import { SESSION_MINUTES } from "./vocabulary";
import { parseWallTime, wallTimeAt, wallTimeText } from "./walltime";

/**
 * A running or paused timer. Only moments are kept and the time that has run is the difference to the clock, so that
 * a phone that sleeps, a closed tab or a reload changes nothing.
 */
export interface Timer {
  /** Names the session that it ends in: ending it twice, or in two tabs, logs one. */
  id: string;
  startedAt: WallTimeText;
  /** Milliseconds that ran before the last start. */
  ranMs: number;
  /** Milliseconds since 1970 of the last start; null while it is paused. */
  runningSince: number | null;
  program: string | null;
}

export function startTimer(id: string, now: Date, program: string | null): Timer {
  return { id, startedAt: wallTimeText(wallTimeAt(now)), ranMs: 0, runningSince: now.getTime(), program };
}

/** A clock that was set back takes nothing away. */
export function elapsedMs(timer: Timer, nowMs: number): number {
  return timer.ranMs + (timer.runningSince === null ? 0 : Math.max(0, nowMs - timer.runningSince));
}

export function pauseTimer(timer: Timer, nowMs: number): Timer {
  return { ...timer, ranMs: elapsedMs(timer, nowMs), runningSince: null };
}

export function resumeTimer(timer: Timer, nowMs: number): Timer {
  return timer.runningSince === null ? { ...timer, runningSince: nowMs } : timer;
}

/** Minutes to a tenth, within what a session may take. */
export function timedMinutes(timer: Timer, nowMs: number): number {
  const [least, most] = SESSION_MINUTES;
  return Math.min(most, Math.max(least, Math.round(elapsedMs(timer, nowMs) / 6000) / 10));
}

/** Whether it has run longer than a session may: it was forgotten. */
export function isForgotten(timer: Timer, nowMs: number): boolean {
  return elapsedMs(timer, nowMs) > SESSION_MINUTES[1] * 60_000;
}

/** `7:05`, `1:02:09`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts as [number, number, number];
  const padded = rest.map((part) => String(part).padStart(2, "0")).join(":");
  return hours > 0 ? `${hours}:${padded}` : padded.replace(/^0/, "");
}

/** A timer as it was kept on the device; null for anything else. */
export function readTimer(text: string | null): Timer | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "null");
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
  if (typeof kept !== "object" || kept === null) return null;
  const { id, startedAt, ranMs, runningSince, program } = kept as Record<string, unknown>;
  const isWhole =
    typeof id === "string" &&
    typeof startedAt === "string" &&
    isWallTime(startedAt) &&
    isMs(ranMs) &&
    (runningSince === null || isMs(runningSince)) &&
    (program === null || typeof program === "string");
  return isWhole ? ({ id, startedAt, ranMs, runningSince, program } as Timer) : null;
}

function isMs(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isWallTime(text: string): boolean {
  try {
    parseWallTime(text);
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}
