/** Thinking of a line chart over time: scales, ticks and paths, in pixels from the top left. No words, no DOM. */

export type Range = readonly [number, number];
export type Scale = (value: number) => number;

export interface Dot {
  x: number;
  y: number;
}

const DAY = 86_400_000;
/** 1, 2 and 5 times a power of ten are steps that people read without reckoning. */
const STEPS = [1, 2, 5, 10];

/** Maps `domain` onto `range` in a straight line; a domain without extent falls on the middle. */
export function linear([from, to]: Range, [start, end]: Range): Scale {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** The least and the greatest of `values` and `also`, with room around them; at least `least` apart. */
export function spread(values: readonly number[], also: readonly number[] = [], least = 0): Range {
  const all = [...values, ...also].filter(Number.isFinite);
  if (all.length === 0) return [-least / 2, least / 2];
  let low = all.reduce((a, b) => Math.min(a, b));
  let high = all.reduce((a, b) => Math.max(a, b));
  const missing = least - (high - low);
  if (missing > 0) {
    low -= missing / 2;
    high += missing / 2;
  }
  const room = (high - low) * 0.08;
  return [low - room, high + room];
}

/** Round numbers within `range`, about `count` of them; none where the range has no extent. */
export function ticks([low, high]: Range, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // From whole numbers, so that 0.1 + 0.2 is 0.3; and never -0.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => rounded((first + index) * step) + 0);
}

/** How many decimals tell neighbouring ticks apart. */
export function decimals(at: readonly number[]): number {
  const [first, second] = at;
  if (first === undefined || second === undefined) return 1;
  return Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9));
}

export type DateUnit = "day" | "month" | "year";
export interface DateTick {
  /** Milliseconds on the UTC clock that carries the wall time's figures. */
  at: number;
  unit: DateUnit;
}

/** Starts of days, months or years within `range`, at most `count` of them, evenly stepped. */
export function dateTicks([from, to]: Range, count: number): DateTick[] {
  const most = Math.max(2, count);
  const days = (to - from) / DAY;
  for (const step of [1, 2, 7, 14]) {
    if (days / step <= most) return every(from, to, step * DAY).map((at) => ({ at, unit: "day" }));
  }
  const start = new Date(from);
  for (const step of [1, 2, 3, 6, 12, 24, 60, 120]) {
    if (days / 30.44 / step > most) continue;
    const found: DateTick[] = [];
    const year = start.getUTCFullYear();
    // Whole years count from a round one, so that a step of five gives 2020 and 2025.
    const first = step >= 12 ? -(year % (step / 12)) * 12 : 0;
    for (let month = first; ; month += step) {
      const at = Date.UTC(year, month, 1);
      if (at > to) break;
      if (at >= from) found.push({ at, unit: step >= 12 ? "year" : "month" });
    }
    return found;
  }
  return [];
}

function every(from: number, to: number, step: number): number[] {
  const found: number[] = [];
  for (let at = Math.ceil(from / DAY) * DAY; at <= to; at += step) found.push(at);
  return found;
}

/** One stroke through the dots; empty for fewer than two. */
export function linePath(dots: readonly Dot[]): string {
  if (dots.length < 2) return "";
  return dots.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${place(x)} ${place(y)}`).join("");
}

/** Every dot as a point of no length: a round line cap makes the disc, and ten thousand are one element. */
export function dotPath(dots: readonly Dot[]): string {
  return dots.map(({ x, y }) => `M${place(x)} ${place(y)}h0`).join("");
}

export function ringPath(dots: readonly Dot[], radius: number): string {
  const across = place(2 * radius);
  const r = place(radius);
  return dots
    .map(({ x, y }) => `M${place(x - radius)} ${place(y)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0`)
    .join("");
}

export function crossPath(dots: readonly Dot[], radius: number): string {
  const r = place(radius);
  const d = place(2 * radius);
  return dots.map(({ x, y }) => `M${place(x)} ${place(y)}m-${r} -${r}l${d} ${d}m-${d} 0l${d} -${d}`).join("");
}

/** Upright strokes at the given places. */
export function tickPath(at: readonly number[], top: number, bottom: number): string {
  return at.map((x) => `M${place(x)} ${place(top)}V${place(bottom)}`).join("");
}

/** Words that stand at a place along a line, and how wide they are, in pixels. */
export interface Words {
  x: number;
  width: number;
}
/** Where they start, and in which row; the first is the lowest. */
export type Placed = { start: number; row: number } | null;

/** Lays out words, from the left, in so few of `rows` that none overlap; null for those without room. */
export function placeWords(words: readonly Words[], [from, to]: Range, rows: number, gap: number): Placed[] {
  const ends: number[] = [];
  return words.map(({ x, width }) => {
    const start = Math.max(from, Math.min(x, to - width));
    for (let row = 0; row < rows; row += 1) {
      if (start < (ends[row] ?? Number.NEGATIVE_INFINITY) + gap) continue;
      ends[row] = start + width;
      return { start, row };
    }
    return null;
  });
}

const place = (value: number) => Math.round(value * 10) / 10;
const rounded = (value: number) => Number(value.toPrecision(12));
