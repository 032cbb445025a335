import type { WallTimeText } from "../domain/models";
import { asUtc, parseWallTime } from "../domain/walltime";
import { LANGUAGE, LOCALE, RIGHT_TO_LEFT } from "./locale";

// The wall time's own figures stand on a UTC clock, so that no zone of the viewer's can move them.
const style = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });

const FULL = style({ day: "numeric", month: "long", year: "numeric" });
const MEDIUM = style({ day: "numeric", month: "short", year: "numeric" });
const SHORT = style({ day: "numeric", month: "short" });
const WEEKDAY = style({ weekday: "short", day: "numeric", month: "short" });
const MONTH = style({ month: "long", year: "numeric" });
const TIME = style({ hour: "2-digit", minute: "2-digit" });
const NUMBER = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const TENTHS = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 });

const at = (text: WallTimeText) => asUtc(parseWallTime(text));

/** `12 March 2026`. */
export function fullDate(text: WallTimeText): string {
  return FULL.format(at(text));
}

/** `12 Mar 2026`. */
export function mediumDate(text: WallTimeText): string {
  return MEDIUM.format(at(text));
}

const MOMENT = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const MOMENT_TIME = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** `12 Mar 2026` on this device's clock, of a moment: seconds since 1970, or an ISO-8601 text with an offset. */
export function momentDate(moment: number | string): string {
  return MOMENT.format(asDate(moment));
}

/** `12 Mar 2026, 08:30` on this device's clock. */
export function momentTime(moment: number | string): string {
  return MOMENT_TIME.format(asDate(moment));
}

function asDate(moment: number | string): Date {
  return new Date(typeof moment === "number" ? moment * 1000 : moment);
}

/** `12 Mar`. */
export function shortDate(text: WallTimeText): string {
  return SHORT.format(at(text));
}

/** `Thu 12 Mar`. */
export function weekdayDate(text: WallTimeText): string {
  return WEEKDAY.format(at(text)).replace(",", "");
}

/** `March 2026`; `month` is `2026-03`. */
export function monthName(month: string): string {
  return MONTH.format(at(`${month}-01T00:00:00`));
}

const WEEKDAYS = { narrow: style({ weekday: "narrow" }), long: style({ weekday: "long" }) };

/** `M`, or `Monday`. */
export function weekdayName(text: WallTimeText, length: "narrow" | "long"): string {
  return WEEKDAYS[length].format(at(text));
}

/** `M`, or `Monday`, for ISO's 1. */
export function weekdayOf(day: number, length: "narrow" | "long"): string {
  // The first of 2024 was a Monday.
  return weekdayName(`2024-01-0${day}T00:00:00`, length);
}

/** `08:30`. */
export function clockTime(text: WallTimeText): string {
  return TIME.format(at(text));
}

export function number(value: number): string {
  return apart(NUMBER.format(value));
}

/** A figure with its sign and unit in one piece: a sentence from right to left would put the sign behind it. */
export function apart(figure: string): string {
  return RIGHT_TO_LEFT ? `\u2066${figure}\u2069` : figure;
}

/** A name inside a sentence: English writes it small, German keeps its capitals, Arabic has none. */
export function lowered(text: string): string {
  return LANGUAGE === "en" ? text.toLocaleLowerCase(LOCALE) : text;
}

/** `one, two, three` in the language's way. */
export function listText(parts: readonly string[]): string {
  return parts.join(RIGHT_TO_LEFT ? "\u060c " : ", ");
}

function spaced(percentage: string): string {
  return percentage.replace(/[\s\u200e\u200f]*[%٪][\s\u200e\u200f]*/, "\u00a0%");
}

/** `60%` with the space that English typography of units asks for; `share` is 0–1. */
export function percent(share: number): string {
  return apart(spaced(PERCENT.format(share)));
}

/** `1.2 %`; `share` is 0–1. */
export function percentTenths(share: number): string {
  return apart(spaced(TENTHS.format(share)));
}

/** `4°`. */
export function degrees(value: number): string {
  return apart(`${NUMBER.format(value)}°`);
}

/** `4.2 MB`, in powers of ten, as phones show it; exact multiples of 1024² in those. */
export function bytes(count: number): string {
  const binary = count / 1024 ** 2;
  if (Number.isInteger(binary)) return `${number(binary)}\u00a0MB`;
  if (count < 1000) return `${number(count)}\u00a0bytes`;
  if (count < 1_000_000) return `${number(Math.round(count / 1000))}\u00a0kB`;
  return `${number(Math.round(count / 100_000) / 10)}\u00a0MB`;
}
