import type { WallTimeText } from "./models";
import type { Direction, ReasonCode, ReasonLevel, ReasonUnit, VerdictLevel } from "./vocabulary";

/** One of two photos that are compared. */
export interface Shot {
  id: string;
  taken_at: WallTimeText;
}

/** One difference of the second photo against the first; a side is the subject's. */
export interface Reason {
  code: ReasonCode;
  level: ReasonLevel;
  /** A magnitude; `direction` says which way, or which photo has it. */
  value: number | null;
  unit: ReasonUnit | null;
  direction: Direction | null;
  /** Above these it counts; null where there is no number to grade. */
  caution: number | null;
  not_comparable: number | null;
}

/** What a verdict says, of a pair or of a proposed partner. */
export interface Verdict {
  verdict: VerdictLevel;
  /** What there is to say, the weightiest first. */
  reasons: Reason[];
  /** What was looked at and is alike. */
  within: Reason[];
}

export interface Comparison extends Verdict {
  before: Shot;
  after: Shot;
  days_apart: number;
  same_day: boolean;
  hours_since_session: { before: number | null; after: number | null };
  /** A more comparable photo near the second one's date. */
  instead: Shot | null;
  counts: { photos_of_view: number; comparable: number };
}

/** A photo to compare with, the most comparable first. Its reasons are of the later photo against the earlier. */
export interface Partner extends Verdict {
  photo: Shot;
  days_off: number;
  days_apart: number;
}

export interface Partners {
  photo: Shot;
  /** Local date, `2026-06-04`. */
  near: string;
  partners: Partner[];
}

/** How long after a photo people look for another: by the month at first, then half a year and a year. */
const PARTNER_WEEKS = [4, 8, 12, 26, 52] as const;
/** A wish may lie so far beyond the last photo: the nearest one is proposed. */
const BEYOND_DAYS = 14;

/** Weeks within which there are photos, `span` days away at most; the least always. */
export function partnerWeeks(span: number): number[] {
  return PARTNER_WEEKS.filter((weeks, index) => index === 0 || weeks * 7 <= span + BEYOND_DAYS);
}

/** The one of `weeks` that is nearest to so many days; the longer of two. */
export function nearestWeeks(weeks: readonly number[], days: number): number {
  return weeks.reduce((best, one) => (Math.abs(one * 7 - days) <= Math.abs(best * 7 - days) ? one : best));
}

/** Not to know these changes nothing about the verdict; they are told among the details. */
const QUIETLY_UNKNOWN: ReadonlySet<ReasonCode> = new Set(["camera", "alignment"]);

/** The reasons that make the verdict what it is. */
export function deciding({ verdict, reasons }: Verdict): Reason[] {
  if (verdict === "good") return [];
  if (verdict === "not_comparable") return reasons.filter(({ level }) => level === "not_comparable");
  return reasons.filter(
    ({ code, level }) => level === "caution" || (level === "unknown" && !QUIETLY_UNKNOWN.has(code)),
  );
}

/** What is worth knowing and changes nothing about the verdict. */
export function noted({ reasons }: Verdict): Reason[] {
  return reasons.filter(({ level }) => level === "note");
}

/** Everything that was looked at, with what counts first. */
export function lookedAt({ reasons, within }: Verdict): Reason[] {
  return [...reasons.filter(({ level }) => level !== "note"), ...within];
}
