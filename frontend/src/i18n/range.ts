import type { WallTimeText } from "../domain/models";
import { asUtc, parseWallTime } from "../domain/walltime";
import { LOCALE } from "./locale";

const DAYS = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", day: "numeric", month: "short" });

/** `15–17 Nov`, `28 Oct – 3 Nov`, or one day where both are of it. */
export function dayRange(from: WallTimeText, to: WallTimeText): string {
  return DAYS.formatRange(asUtc(parseWallTime(from)), asUtc(parseWallTime(to)));
}
