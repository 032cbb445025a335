import type { Series, WallTimeText } from "./models";
import type { BlindChoice, BlindRoundState, View } from "./vocabulary";

/** The tally of a finished round, and the share of right answers (0–1) that it is compatible with. */
export interface BlindResult {
  right: number;
  answered: number;
  cannot_tell: number;
  by_guessing: number;
  low: number | null;
  high: number | null;
}

export interface BlindRound {
  id: string;
  subject: string;
  series: string;
  view: View;
  state: BlindRoundState;
  days_apart: number;
  trial_count: number;
  caution_count: number;
  answered_count: number;
  created_at: string;
  finished_at: string | null;
  result: BlindResult | null;
}

export type Letter = "a" | "b";
export const LETTERS = ["a", "b"] as const;

export interface BlindTrial {
  id: string;
  number: number;
  choice: BlindChoice | null;
  /** Addresses that say nothing of the photo behind them. */
  pictures: Record<Letter, string>;
  /** Null until the round is finished. */
  reveal: { later: Letter; a: RevealedPhoto; b: RevealedPhoto } | null;
}

export interface RevealedPhoto {
  id: string;
  taken_at: WallTimeText;
}

export interface BlindRoundDetail extends BlindRound {
  trials: BlindTrial[];
}

/** How far apart the two photos of a pair are at least, in weeks. */
export const WEEKS_APART = { "4": 28, "12": 84, "26": 182 } as const;
export type WeeksApart = keyof typeof WEEKS_APART;

/** The trial to ask next; null when all are answered. */
export function nextTrial(round: Pick<BlindRoundDetail, "trials">): BlindTrial | null {
  return round.trials.find((trial) => trial.choice === null) ?? null;
}

/** What a finished trial came to. */
export function outcome(trial: BlindTrial): "right" | "wrong" | "cannot_tell" | null {
  if (!trial.reveal || trial.choice === null) return null;
  if (trial.choice === "cannot_tell") return "cannot_tell";
  return trial.choice === trial.reveal.later ? "right" : "wrong";
}

export type ResultSentence = "nothing" | "guessing" | "aboveGuessing" | "belowGuessing";

/** Which sentence says what a result is compatible with; guessing is half. */
export function resultSentence(result: BlindResult): ResultSentence {
  const half = 0.5;
  if (result.low === null || result.high === null) return "nothing";
  if (result.low > half) return "aboveGuessing";
  return result.high < half ? "belowGuessing" : "guessing";
}

/** The views that can be asked about, the one with most photos first. */
export function askable(series: readonly Series[]): Series[] {
  return series.filter((one) => one.photo_count > 1).toSorted((a, b) => b.photo_count - a.photo_count);
}

/** The list with `changed` in its place, or on top where it is new. */
export function withRound(list: readonly BlindRound[], changed: BlindRound): BlindRound[] {
  return list.some((one) => one.id === changed.id)
    ? list.map((one) => (one.id === changed.id ? changed : one))
    : [changed, ...list];
}
