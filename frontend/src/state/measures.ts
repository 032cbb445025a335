import * as api from "../api/measures";
import type { Changes, Measures } from "../domain/measures";
import type { Measure, View } from "../domain/vocabulary";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { type FormProblem, problemOf } from "./problem";

export function loadMeasures(view: View, how: { measure?: Measure; sameDay?: boolean } = {}): Promise<Measures> {
  return api.measures({
    subject: account.subject.id,
    view,
    same_day: how.sameDay ?? false,
    ...(how.measure ? { measure: how.measure } : {}),
  });
}

/** What was measured between two photos, or why nothing can be said. */
export function changesOf(before: string, after: string): Promise<Changes | FormProblem> {
  return api.changes(before, after).catch(problemOf);
}

/** Says that these photos are one sitting. */
export function joinSitting(photos: string[]): Promise<void> {
  return api.joinSitting(makeUuid(), photos);
}

/** Says that each of these photos stands alone. */
export async function takeApart(photos: string[]): Promise<void> {
  for (const photo of photos) await api.joinSitting(makeUuid(), [photo]);
}

export const leaveToTheClock: (sitting: string) => Promise<void> = api.forgetSitting;
