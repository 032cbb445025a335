import type { ChangeSide, Changes, MeasureChart, MeasuredChange, NoiseFloor, Trend } from "../domain/measures";
import {
  type EventKind,
  MEASURE_KIND,
  type Measure,
  type MeasureUnit,
  NOT_COMPARED_REASONS,
  SAME_DAY_HOURS,
} from "../domain/vocabulary";
import { apart as inOnePiece, listText, lowered } from "./format";
import { t } from "./index";
import { LOCALE } from "./locale";

const UNITS: Record<MeasureUnit, string> = { mm: "\u00a0mm", degree: "°", ratio: "" };
/** As many as photos can tell at all: the noise of most measures is tenths of a millimetre, half a degree and more. */
const DECIMALS: Record<MeasureUnit, number> = { mm: 1, degree: 1, ratio: 2 };

export function measureName(measure: Measure): string {
  return t(`measure.${measure}`);
}

/** Where a definition comes from. */
export function sourceText(measure: Measure): string {
  if (MEASURE_KIND[measure] === "image" || measure === "symmetry") return t("measure.source.own");
  const powell = measure.startsWith("jaw") || measure === "lower_third";
  return t(powell ? "measure.source.powell" : "measure.source.farkas");
}

/** `12.3 mm`, `−3.1°`, `0.12`. */
export function amountText(value: number, unit: MeasureUnit, decimals = DECIMALS[unit]): string {
  return inOnePiece(figure(value, decimals, "auto") + UNITS[unit]);
}

/** A number on an axis; its unit stands above. */
export function numeralText(value: number, decimals: number): string {
  return figure(value, decimals, "auto");
}

export function unitText(unit: MeasureUnit): string {
  return UNITS[unit].trim();
}

/** `+0.4 mm`: a difference always has its sign, unless it rounds to none. */
export function differenceText(value: number, unit: MeasureUnit, decimals = DECIMALS[unit]): string {
  return inOnePiece(figure(value, decimals, "exceptZero") + UNITS[unit]);
}

/** One measure of a pair in a sentence: what was measured and how sure, never why. */
export function changeText(change: MeasuredChange): string {
  const { measure, unit, value, mdc } = change;
  const decimals = apart(value, mdc, unit);
  const whose = change.personal ? "personal" : "typical";
  // Of what is not verified nothing is concluded, neither a change nor that it lies within a variation.
  const beyond = !change.verified && Math.abs(value) > mdc;
  const key = beyond ? "change.notVerified" : (`change.${whose}.${change.exceeds ? "exceeds" : "within"}` as const);
  const sentences = [
    t(key, {
      measure: measureName(measure),
      amount: differenceText(value, unit, decimals),
      mdc: amountText(mdc, unit, decimals),
    }),
  ];
  if (change.before_photos > 1 || change.after_photos > 1) {
    sentences.push(t("change.means", { before: change.before_photos, after: change.after_photos }));
  }
  if (!change.verified) sentences.push(t("measure.notVerified.body"));
  return sentences.join(" ");
}

/** The pair as a whole, in one line. */
export function summaryText({ changes, one_sitting }: Changes): string {
  if (changes.length === 0) return t("changes.summary.nothing");
  if (one_sitting) return t("changes.oneSitting");
  const verified = changes.filter((change) => change.verified);
  if (verified.length === 0) return t("changes.summary.notVerified");
  const exceeding = verified.filter((change) => change.exceeds).length;
  if (exceeding === 0) return t("changes.summary.none", { count: verified.length });
  return t("changes.summary.some", { count: exceeding, total: verified.length });
}

/** What else has to be known to read the changes of a pair. */
export function changeNotes(found: Changes): string[] {
  const notes = (["before", "after"] as const).flatMap((side) => sameDayText(side, found[side]));
  for (const reason of NOT_COMPARED_REASONS) {
    const names = found.left_out.filter((one) => one.reason === reason).map(({ measure }) => measureName(measure));
    if (names.length > 0) notes.push(t(`changes.left_out.${reason}`, { list: listText(names) }));
  }
  if (found.changes.some((change) => !change.personal)) notes.push(t("changes.typical"));
  if (found.looked_at > 1) notes.push(t("changes.corrected", { count: found.looked_at }));
  return notes;
}

function sameDayText(side: "before" | "after", { same_day, hours_since_session }: ChangeSide): string[] {
  if (!same_day || hours_since_session === null) return [];
  return [t(`changes.sameDay.${side}`, { hours: Math.round(hours_since_session) })];
}

/** How far photos vary when nothing changed, and whose photos say so. */
export function floorText(floor: NoiseFloor, unit: MeasureUnit): string {
  const amount = amountText(floor.band, unit);
  if (floor.personal) return t("floor.personal", { amount, count: floor.sittings });
  return t("floor.typical", { amount, needed: floor.needed, count: floor.sittings });
}

export function trendText(trend: Trend | null, unit: MeasureUnit): string {
  if (!trend) return t("trend.none");
  // An end of the interval that rounds to nothing would say that the interval holds it, or does not.
  const decimals = trend.exceeds ? Math.max(apart(trend.low, 0, unit), apart(trend.high, 0, unit)) : DECIMALS[unit];
  const [amount, low, high] = [trend.per_30_days, trend.low, trend.high].map((value) =>
    differenceText(value, unit, decimals),
  ) as [string, string, string];
  return t(trend.exceeds ? "trend.exceeds" : "trend.within", { amount, low, high });
}

/** What a screen reader says of a chart; the numbers and the events' names stand in its table. */
export function chartLabel(chart: MeasureChart, from: string, to: string, events: number): string {
  const label = t("chart.label", { measure: measureName(chart.measure), count: chart.points.length, from, to });
  return events > 0 ? t("chart.label.events", { label, count: events }) : label;
}

/** `Filler, new camera`: what was noted for one day. */
export function eventsText(kinds: readonly EventKind[]): string {
  const names = kinds.map((kind) => t(`event.kind.${kind}`));
  return listText(names.map((name, index) => (index === 0 ? name : lowered(name))));
}

export function stateText(state: "counted" | "same_day" | "expression"): string {
  return state === "counted" ? "" : t(`chart.state.${state}`, { hours: SAME_DAY_HOURS });
}

/** So many decimals that two numbers which differ don't look the same. */
function apart(one: number, other: number, unit: MeasureUnit): number {
  let decimals: number = DECIMALS[unit];
  const looksAlike = () => figure(Math.abs(one), decimals, "auto") === figure(Math.abs(other), decimals, "auto");
  while (Math.abs(one) !== Math.abs(other) && looksAlike() && decimals < 4) decimals += 1;
  return decimals;
}

function figure(value: number, decimals: number, signDisplay: "auto" | "exceptZero"): string {
  const text = new Intl.NumberFormat(LOCALE, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signDisplay === "auto" ? "negative" : signDisplay,
  }).format(value);
  return text.replace("-", "−");
}
