import { type Comparison, deciding, lookedAt, noted, type Reason, type Verdict } from "../domain/verdict";
import type { ReasonUnit } from "../domain/vocabulary";
import { fullDate, listText, number } from "./format";
import { isKey, type MessageKey, t } from "./index";

/** As many as one line holds; the others are counted. */
const PARTS_SAID = 3;

/** `Compare with care: head turned 4° more to the left, light stronger from the right.` */
export function verdictLine(verdict: Verdict): string {
  const said = deciding(verdict).map(partText).filter(Boolean);
  if (said.length === 0) return t("verdict.good");
  const left = said.length - PARTS_SAID;
  const shown = left > 1 ? [...said.slice(0, PARTS_SAID), t("verdict.more", { count: left })] : said;
  return t(`verdict.${verdict.verdict}`, { parts: listText(shown) });
}

/** The line, and the photo that would do instead where there is one. */
export function comparisonText(comparison: Comparison): string {
  const line = verdictLine(comparison);
  if (!comparison.instead) return line;
  return `${line} ${t("verdict.instead", { date: fullDate(comparison.instead.taken_at) })}`;
}

/** What is worth knowing and changes nothing about the verdict, a sentence each. */
export function noteTexts(verdict: Verdict): string[] {
  return noted(verdict).flatMap(({ code, direction, value }) => {
    const key = ["verdict.note", code, direction].filter(Boolean).join(".");
    return isKey(key) ? [t(key, { hours: hoursText(value ?? 0) })] : [];
  });
}

/** `12 of the 40 photos of this view …`: what the pair was chosen from. */
export function countsText({ counts }: Comparison): string {
  return t("verdict.choseFrom", { count: counts.comparable, total: counts.photos_of_view });
}

/** One row of the table. */
export interface Row {
  code: string;
  level: Reason["level"];
  what: string;
  /** Its size and which way, or whether it is alike. */
  difference: string;
  /** Up to which size it counts as alike; empty where there is no number. */
  allowed: string;
}

export function verdictRows(verdict: Verdict): Row[] {
  return lookedAt(verdict).flatMap((reason) => {
    const key = `verdict.name.${reason.code}`;
    if (!isKey(key)) return [];
    const { code, level, unit, caution } = reason;
    const allowed = unit && caution !== null ? amountText(caution, unit) : "";
    return [{ code, level, what: t(key), difference: differenceText(reason), allowed }];
  });
}

function differenceText(reason: Reason): string {
  if (reason.level === "unknown") return t("verdict.level.unknown");
  const size = reason.value !== null && reason.unit ? amountText(reason.value, reason.unit) : "";
  if (reason.level === "good") return size || t("verdict.level.good");
  const part = partText(reason);
  // A sentence that has its number already is not given it twice.
  return size && !part.includes(size) ? `${part} (${size})` : part;
}

/** One reason as a part of a sentence; empty for a code of a newer server. */
function partText(reason: Reason): string {
  const amount = reason.value !== null && reason.unit ? amountText(reason.value, reason.unit) : "";
  const key = partKey(reason);
  return key ? t(key, { amount }) : "";
}

function partKey({ code, level, direction }: Reason): MessageKey | null {
  const start = `verdict.part.${code}`;
  const open = code === "mouth" && level === "not_comparable" ? [`${start}.open`] : [];
  const found = [...open, `${start}.${direction}`, start].find(isKey);
  return found ?? null;
}

/** Rounded as far as it is meant: whole degrees and per cent, tenths of what is smaller. */
export function amountText(value: number, unit: ReasonUnit): string {
  const whole = unit === "degrees" || unit === "percent" ? value >= 2 : value >= 10;
  const rounded = whole ? Math.round(value) : Math.round(value * 10) / 10;
  return t(`verdict.unit.${unit}`, { number: number(rounded), count: rounded });
}

function hoursText(hours: number): string {
  const whole = Math.floor(hours);
  return whole < 1 ? t("verdict.note.after_session.under") : t("verdict.note.after_session.hours", { count: whole });
}
