import { days } from "../api/timeline";
import { type Month, weeksOf } from "../domain/calendar";
import type { CalendarDay } from "../domain/models";
import { account } from "./account.svelte";

export interface Sheet {
  /** On which the whole record begins; null for an empty one. */
  firstDay: string | null;
  days: Map<string, CalendarDay>;
}

/** What the days of a month's sheet hold. */
export async function loadSheet(month: Month, signal: AbortSignal): Promise<Sheet> {
  const shown = weeksOf(month).flat();
  const asked = { subject: account.subject.id, from: shown[0] ?? "", to: shown.at(-1) ?? "" };
  const found = await days(asked, signal);
  return { firstDay: found.first_day, days: new Map(found.days.map((day) => [day.date, day])) };
}
