import type { BlindRound, BlindRoundDetail } from "../domain/blind";
import type { Page } from "../domain/models";
import type { BlindChoice } from "../domain/vocabulary";
import { client, unwrap } from "./client";
import { cursorOf } from "./records";

export async function listRounds(subject: string, cursor: string | null): Promise<Page<BlindRound>> {
  const query = cursor ? { subject, cursor } : { subject };
  const body = await unwrap(client.GET("/api/v1/blind-rounds/", { params: { query } }));
  return { items: body.results, next: cursorOf(body.next) };
}

/** The same id again gives the first round. */
export async function startRound(id: string, series: string, daysApart: number): Promise<BlindRoundDetail> {
  return unwrap(client.POST("/api/v1/blind-rounds/", { body: { id, series, days_apart: daysApart } }));
}

export async function round(id: string): Promise<BlindRoundDetail> {
  return unwrap(client.GET("/api/v1/blind-rounds/{id}/", { params: { path: { id } } }));
}

/** The first answer to a trial counts. */
export async function answerTrial(trial: string, choice: BlindChoice): Promise<BlindRoundDetail> {
  const params = { path: { trial_id: trial } };
  return unwrap(client.PUT("/api/v1/blind-trials/{trial_id}/answer/", { params, body: { choice } }));
}

export async function deleteRound(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/blind-rounds/{id}/", { params: { path: { id } } }));
}
