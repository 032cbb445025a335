import * as api from "../api/comparisons";
import type { Partners } from "../domain/verdict";
import { type FormProblem, problemOf } from "./problem";

/** As many as can be weighed at a glance. */
const PROPOSED = 3;

/** The photos most comparable with `photo`, so many days after it (before it when negative), or why none can be told. */
export function proposePartners(photo: string, days: number): Promise<Partners | FormProblem> {
  return api.partnersOf(photo, { days, limit: PROPOSED }).catch(problemOf);
}
