import type { Changes, Measures } from "../domain/measures";
import type { Measure, View } from "../domain/vocabulary";
import { client, unwrap } from "./client";

export interface MeasureQuery {
  subject: string;
  view: View;
  measure?: Measure;
  /** Whether photos of the same day as a session count. */
  same_day?: boolean;
}

export async function measures(query: MeasureQuery): Promise<Measures> {
  return unwrap(client.GET("/api/v1/measures/", { params: { query } }));
}

export async function changes(before: string, after: string): Promise<Changes> {
  return unwrap(client.GET("/api/v1/measures/changes/", { params: { query: { before, after } } }));
}

/** `id` is made by the phone; the same again changes nothing. */
export async function joinSitting(id: string, photos: string[]): Promise<void> {
  const params = { path: { sitting_id: id } };
  await unwrap(client.PUT("/api/v1/measures/sittings/{sitting_id}/", { params, body: { photos } }));
}

export async function forgetSitting(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/measures/sittings/{sitting_id}/", { params: { path: { sitting_id: id } } }));
}
