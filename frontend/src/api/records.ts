import type { Ghost, Me, Override, Page, Photo, PhotoChange, Series, Subject } from "../domain/models";
import type { PhotoState, View } from "../domain/vocabulary";
import { client, picture, unwrap } from "./client";

/** The cursor inside a `next` address, which alone is sent again: the rest of the address is ours to build. */
export function cursorOf(next: string | null | undefined): string | null {
  return next ? new URL(next, "http://page.invalid").searchParams.get("cursor") : null;
}

export function page<Item>(body: { next?: string | null; results: Item[] }): Page<Item> {
  return { items: body.results, next: cursorOf(body.next) };
}

/** Of the query of an address, what is set. */
export function query<Values extends Record<string, string | number | null | undefined>>(values: Values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as {
    [Name in keyof Values]?: NonNullable<Values[Name]>;
  };
}

export async function me(): Promise<Me> {
  return unwrap(client.GET("/api/v1/me/"));
}

export async function subject(id: string): Promise<Subject> {
  return unwrap(client.GET("/api/v1/subjects/{subject_id}/", { params: { path: { subject_id: id } } }));
}

export async function renameSubject(id: string, displayName: string): Promise<Subject> {
  const body = { display_name: displayName };
  return unwrap(client.PATCH("/api/v1/subjects/{subject_id}/", { params: { path: { subject_id: id } }, body }));
}

/** The baselines that new photos of somebody are lined up with, one a view. */
export async function ghosts(subject: string): Promise<Ghost[]> {
  return unwrap(client.GET("/api/v1/subjects/{subject_id}/ghosts/", { params: { path: { subject_id: subject } } }));
}

/**
 * Of these files, by their SHA-256, those that the record has; none where the server does not say. Asked in passing, it
 * tells nobody that their session has ended: what was chosen would be gone from the screen.
 */
export async function knownPhotos(subject: string, sha256: string[]): Promise<{ sha256: string; id: string }[]> {
  const params = { path: { subject_id: subject } };
  const answer = await client.POST("/api/v1/subjects/{subject_id}/known-photos/", { params, body: { sha256 } });
  return answer.data ?? [];
}

/** The picture of a ghost, by its address. */
export async function ghostPicture(url: string): Promise<ArrayBuffer> {
  return picture(url);
}

export async function listSeries(subject: string): Promise<Series[]> {
  const body = await unwrap(client.GET("/api/v1/series/", { params: { query: { subject } } }));
  return body.results;
}

/** The others of the series are aligned again, one after another. */
export async function chooseBaseline(id: string, baseline: string): Promise<Series> {
  return unwrap(client.PATCH("/api/v1/series/{id}/", { params: { path: { id } }, body: { baseline } }));
}

export interface PhotoQuery {
  subject: string;
  view?: View;
  state?: PhotoState;
  cursor?: string | null;
  page_size?: number;
}

export async function listPhotos(asked: PhotoQuery): Promise<Page<Photo>> {
  return page(await unwrap(client.GET("/api/v1/photos/", { params: { query: query({ page_size: 200, ...asked }) } })));
}

export async function photo(id: string): Promise<Photo> {
  return unwrap(client.GET("/api/v1/photos/{id}/", { params: { path: { id } } }));
}

export async function correctPhoto(id: string, change: PhotoChange): Promise<Photo> {
  return unwrap(client.PATCH("/api/v1/photos/{id}/", { params: { path: { id } }, body: change }));
}

export async function overrideAlignment(id: string, override: Override): Promise<Photo> {
  return unwrap(client.PUT("/api/v1/photos/{id}/override/", { params: { path: { id } }, body: override }));
}

export async function deletePhoto(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/photos/{id}/", { params: { path: { id } } }));
}

export async function retryPhoto(id: string): Promise<Photo> {
  return unwrap(client.POST("/api/v1/photos/{id}/retry/", { params: { path: { id } } }));
}
