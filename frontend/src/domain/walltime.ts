import type { WallTimeText } from "./models";

/**
 * A local wall time as the camera or the person saw it. It is never converted to the viewer's zone: a photo taken
 * at 08:30 in Lisbon stays a photo of 08:30.
 */
export interface WallTime {
  year: number;
  /** 1–12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of UTC, or null when nobody knows. */
  offsetMinutes: number | null;
}

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;
const MS_PER_DAY = 86_400_000;
const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** Throws a RangeError for text that is no date and time. */
export function parseWallTime(text: WallTimeText): WallTime {
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`Not a local date and time: ${text}`);
  const [, year, month, day, hour, minute, second, offset] = match;
  const wall: WallTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    offsetMinutes: offset === undefined ? null : parseOffset(offset),
  };
  const check = asUtc(wall);
  if (check.getUTCDate() !== wall.day || check.getUTCMonth() + 1 !== wall.month || wall.hour > 23 || wall.minute > 59) {
    throw new RangeError(`Not a local date and time: ${text}`);
  }
  return wall;
}

function parseOffset(text: string): number {
  if (text === "Z") return 0;
  const sign = text.startsWith("-") ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6)));
}

/** `+01:00`; minutes east of UTC. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The same figures on a UTC clock, for Intl with `timeZone: "UTC"`. Not the moment the wall time names. */
export function asUtc(wall: WallTime): Date {
  return new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second));
}

export function wallTimeText(wall: WallTime): WallTimeText {
  const date = `${pad(wall.year, 4)}-${pad(wall.month)}-${pad(wall.day)}`;
  const time = `${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}`;
  return `${date}T${time}${wall.offsetMinutes === null ? "" : offsetText(wall.offsetMinutes)}`;
}

/** The wall time that this machine's clock showed at `moment`, with its offset on that day. */
export function wallTimeAt(moment: Date): WallTime {
  return {
    year: moment.getFullYear(),
    month: moment.getMonth() + 1,
    day: moment.getDate(),
    hour: moment.getHours(),
    minute: moment.getMinutes(),
    second: moment.getSeconds(),
    // getTimezoneOffset counts minutes west of UTC.
    offsetMinutes: -moment.getTimezoneOffset(),
  };
}

/** The value of an `<input type="datetime-local">`: no seconds, no offset. */
export function inputValue(text: WallTimeText): string {
  return text.slice(0, 16);
}

/**
 * What a person set in an `<input type="datetime-local">`, as the API takes it.
 *
 * `offsetMinutes` undefined means this machine's offset on that day; null means unknown.
 */
export function fromInput(value: string, offsetMinutes?: number | null): WallTimeText {
  const wall = parseWallTime(value);
  const local = new Date(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return wallTimeText({
    ...wall,
    offsetMinutes: offsetMinutes === undefined ? -local.getTimezoneOffset() : offsetMinutes,
  });
}

export function localDate(text: WallTimeText): string {
  return text.slice(0, 10);
}

export function localMonth(text: WallTimeText): string {
  return text.slice(0, 7);
}

/** Whole calendar days between the local dates of two wall times; never negative. */
export function daysApart(a: WallTimeText, b: WallTimeText): number {
  const dayNumber = (text: WallTimeText) => {
    const wall = parseWallTime(text);
    return Date.UTC(wall.year, wall.month - 1, wall.day) / MS_PER_DAY;
  };
  return Math.abs(dayNumber(a) - dayNumber(b));
}

/** Orders by what the local clocks showed. */
export function compareWallTimes(a: WallTimeText, b: WallTimeText): number {
  return a.slice(0, 19).localeCompare(b.slice(0, 19));
}

/** Every offset in use on Earth, in minutes east of UTC. */
export const OFFSETS_IN_USE: readonly number[] = [
  -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
  270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840,
];
