import { isApiError } from "../api/client";
import type { Problem } from "../domain/outbox";

export interface FormProblem extends Problem {
  fields: Record<string, string[]>;
}

/** What a screen needs to know of a failed call. Anything that is no ApiError is a bug and is thrown on. */
export function problemOf(caught: unknown): FormProblem {
  if (!isApiError(caught)) throw caught;
  return { code: caught.code, message: caught.message, fields: caught.fields };
}
