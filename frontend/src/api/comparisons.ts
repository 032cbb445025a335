import type { Comparison, Partners } from "../domain/verdict";
import { client, unwrap } from "./client";

/** Whether two photos can be compared; left and right of a reason are the subject's. */
export async function verdictOf(before: string, after: string, signal: AbortSignal | null = null): Promise<Comparison> {
  return unwrap(client.GET("/api/v1/comparisons/", { params: { query: { before, after } }, signal }));
}

/** The most comparable photos near a date, or so many days after the photo (before it when negative); best first. */
export async function partnersOf(
  photo: string,
  when: ({ near: string } | { days: number }) & { limit?: number },
  signal: AbortSignal | null = null,
): Promise<Partners> {
  return unwrap(client.GET("/api/v1/comparisons/partners/", { params: { query: { photo, ...when } }, signal }));
}
