/** What was measured, as the server tells it, and what of it stands where in a chart and its table. */
import {
  crossPath,
  type DateTick,
  type Dot,
  dateTicks,
  decimals,
  dotPath,
  linear,
  linePath,
  ringPath,
  spread,
  tickPath,
  ticks,
} from "./chart";
import type { WallTimeText } from "./models";
import type { EventKind, Measure, MeasureKind, MeasureUnit, NotComparedReason, View } from "./vocabulary";
import { asUtc, localDate, parseWallTime } from "./walltime";

export interface MeasuredPhoto {
  id: string;
  taken_at: WallTimeText;
  /** Photos of the same one were taken in one sitting. */
  sitting: string;
  by_hand: boolean;
  hours_since_session: number | null;
  /** So soon after a session that it stands apart. */
  same_day: boolean;
}

/** What else happened, on a local date or at a time. */
export interface EventBeside {
  id: string;
  happened_at: string;
  kind: EventKind;
}

export interface MeasurePoint {
  photo: string;
  /** In the measure's unit. */
  value: number;
  /** What the iris leaves open of millimetres. */
  sd: number | null;
  iod: number | null;
  /** The expression is like the reference's where the measure hangs on it. */
  comparable: boolean;
}

export interface NoiseFloor {
  within_sd: number;
  between_sd: number;
  mdc: number;
  band: number;
  sittings: number;
  personal: boolean;
  needed: number;
}

export interface Trend {
  per_30_days: number;
  low: number;
  high: number;
  exceeds: boolean;
  days: number;
}

export interface MeasureChart {
  measure: Measure;
  unit: MeasureUnit;
  kind: MeasureKind;
  verified: boolean;
  reference_value: number | null;
  floor: NoiseFloor;
  trend: Trend | null;
  points: MeasurePoint[];
}

export interface Measures {
  view: View;
  pending: number;
  reference: string | null;
  scale: { mm_per_iod: number; sd: number } | null;
  looked_at: number;
  photos: MeasuredPhoto[];
  sessions: WallTimeText[];
  events: EventBeside[];
  measures: MeasureChart[];
}

export interface MeasuredChange {
  measure: Measure;
  unit: MeasureUnit;
  verified: boolean;
  value: number;
  value_iod: number | null;
  mdc: number;
  exceeds: boolean;
  personal: boolean;
  sittings: number;
  before_photos: number;
  after_photos: number;
}

export interface ChangeSide {
  photo: string;
  taken_at: WallTimeText;
  hours_since_session: number | null;
  same_day: boolean;
}

export interface Changes {
  before: ChangeSide;
  after: ChangeSide;
  one_sitting: boolean;
  looked_at: number;
  changes: MeasuredChange[];
  left_out: { measure: Measure; reason: NotComparedReason }[];
}

/** Why a photo is drawn and does not count. */
export type PointState = "counted" | "same_day" | "expression";

/** One line of a chart's table: the photos of one sitting that are of one state. */
export interface ChartRow {
  key: string;
  taken_at: WallTimeText;
  value: number;
  photos: number;
  state: PointState;
}

export function stateOf(point: MeasurePoint, photo: MeasuredPhoto, sameDayCounts: boolean): PointState {
  if (!point.comparable) return "expression";
  return photo.same_day && !sameDayCounts ? "same_day" : "counted";
}

/** The table beside a chart, earliest first. */
export function chartRows(chart: MeasureChart, photos: readonly MeasuredPhoto[], sameDayCounts = false): ChartRow[] {
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  const rows = new Map<string, ChartRow>();
  for (const point of chart.points) {
    const photo = byId.get(point.photo);
    if (!photo) continue;
    const state = stateOf(point, photo, sameDayCounts);
    const key = `${photo.sitting} ${state}`;
    const row = rows.get(key);
    if (row) {
      row.value += (point.value - row.value) / (row.photos + 1);
      row.photos += 1;
    } else rows.set(key, { key, taken_at: photo.taken_at, value: point.value, photos: 1, state });
  }
  return [...rows.values()];
}

/** Events of one local date, which stand at one place: where the first does, at the day's start if no time is known. */
export interface EventDay {
  day: string;
  /** Milliseconds on the UTC clock that carries the wall time's figures. */
  at: number;
  kinds: EventKind[];
}

/** Earliest first, each kind once a day. */
export function eventDays(events: readonly EventBeside[]): EventDay[] {
  const days = new Map<string, EventDay>();
  for (const { happened_at, kind } of events) {
    const day = localDate(happened_at);
    const at = clock(happened_at === day ? `${day}T00:00:00` : happened_at);
    const found = days.get(day) ?? { day, at, kinds: [] };
    days.set(day, found.kinds.includes(kind) ? found : { ...found, kinds: [...found.kinds, kind] });
  }
  return [...days.values()];
}

/** A line of the table beside a chart: what was measured, or what else happened. */
export type TableRow = ({ is: "measured" } & ChartRow) | ({ is: "event" } & EventDay);

/** Latest first. */
export function tableRows(
  chart: MeasureChart,
  of: Pick<Measures, "photos" | "events">,
  sameDayCounts = false,
): TableRow[] {
  const measured = chartRows(chart, of.photos, sameDayCounts).map((row) => ({ is: "measured" as const, ...row }));
  const events = eventDays(of.events).map((row) => ({ is: "event" as const, ...row }));
  const at = (row: TableRow) => (row.is === "event" ? row.at : clock(row.taken_at));
  return [...events, ...measured].sort((a, b) => at(a) - at(b)).reverse();
}

export interface ChartSize {
  width: number;
  height: number;
  /** Room for labels at the start, the end, above and below, in pixels. */
  margin: { start: number; end: number; top: number; bottom: number };
}

export interface ChartPicture {
  counted: string;
  sameDay: string;
  expression: string;
  line: string;
  sessions: string;
  events: (EventDay & { x: number })[];
  band: { y: number; height: number } | null;
  /** Where the reference's value lies. */
  middle: number | null;
  values: { y: number; value: number }[];
  valueDecimals: number;
  dates: (DateTick & { x: number })[];
}

export const DOT = { small: 3, ring: 3.5 } as const;
const SESSION_TICK = 7;
const DAY = 86_400_000;

/** Everything that a chart draws, in pixels. Time runs from left to right in every script, as the pictures do. */
export function draw(
  chart: MeasureChart,
  of: Pick<Measures, "photos" | "sessions" | "events">,
  size: ChartSize,
  sameDayCounts = false,
): ChartPicture {
  const byId = new Map(of.photos.map((photo) => [photo.id, photo]));
  const places = chart.points.flatMap((point) => {
    const photo = byId.get(point.photo);
    return photo
      ? [{ at: clock(photo.taken_at), value: point.value, state: stateOf(point, photo, sameDayCounts) }]
      : [];
  });
  const { reference_value: reference, floor } = chart;
  const edges = reference === null ? [] : [reference - floor.band, reference + floor.band];
  const domain = spread(
    places.map(({ value }) => value),
    edges,
    floor.band,
  );
  const bottom = size.height - size.margin.bottom;
  const y = linear(domain, [bottom, size.margin.top]);
  const times = places.map(({ at }) => at);
  // Whole days, so that the dates below stand where they belong, and one photo has a day to stand in.
  const first = Math.floor(least(times) / DAY) * DAY;
  const range = [first, Math.max(first + DAY, most(times))] as const;
  const x = linear(range, [size.margin.start, size.width - size.margin.end]);
  const dots = (state: PointState): Dot[] =>
    places.filter((one) => one.state === state).map(({ at, value }) => ({ x: x(at), y: y(value) }));
  const rows = chartRows(chart, of.photos, sameDayCounts).filter(({ state }) => state === "counted");
  const levels = ticks(domain, Math.max(4, Math.floor((bottom - size.margin.top) / 32)));
  const isInside = (at: number) => at >= range[0] && at <= range[1];
  const sessions = of.sessions.map(clock).filter(isInside);
  const events = eventDays(of.events).filter(({ at }) => isInside(at));
  return {
    counted: dotPath(dots("counted")),
    sameDay: ringPath(dots("same_day"), DOT.ring),
    expression: crossPath(dots("expression"), DOT.small),
    line: linePath(rows.map((row) => ({ x: x(clock(row.taken_at)), y: y(row.value) }))),
    sessions: tickPath(sessions.map(x), bottom - SESSION_TICK, bottom),
    events: events.map((one) => ({ ...one, x: x(one.at) })),
    band: reference === null ? null : { y: y(reference + floor.band), height: y(0) - y(2 * floor.band) },
    middle: reference === null ? null : y(reference),
    values: levels.map((value) => ({ y: y(value), value })),
    valueDecimals: decimals(levels),
    dates: dateTicks([...range], Math.max(2, Math.floor(size.width / 90))).map((tick) => ({ ...tick, x: x(tick.at) })),
  };
}

/** A day with more than one photo, and whether they are one sitting. */
export interface PhotoDay {
  day: string;
  photos: MeasuredPhoto[];
  sittings: number;
  /** The sitting of all, where a person made it. */
  byHand: string | null;
}

/** Days on which somebody may want to say what a sitting is, newest first. */
export function photoDays(photos: readonly MeasuredPhoto[]): PhotoDay[] {
  const days = new Map<string, MeasuredPhoto[]>();
  for (const photo of photos) {
    const day = localDate(photo.taken_at);
    days.set(day, [...(days.get(day) ?? []), photo]);
  }
  return [...days]
    .filter(([, group]) => group.length > 1)
    .map(([day, group]) => {
      const sittings = new Set(group.map(({ sitting }) => sitting));
      const made = sittings.size === 1 && group.every(({ by_hand }) => by_hand);
      return { day, photos: group, sittings: sittings.size, byHand: made ? (group[0]?.sitting ?? null) : null };
    })
    .reverse();
}

const clock = (text: WallTimeText) => asUtc(parseWallTime(text)).getTime();
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
