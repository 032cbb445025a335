import type { Page } from "../domain/models";
import type { MadeShare, Publication, ReceivedShare, Share, ShareAccess } from "../domain/sharing";
import { client, unwrap } from "./client";
import { page, query } from "./records";
import type { components } from "./schema";

type Wanted = components["schemas"]["WantedShareRequest"];

export async function listShares(subject: string, cursor: string | null): Promise<Page<Share>> {
  return page(await unwrap(client.GET("/api/v1/shares/", { params: { query: query({ subject, cursor }) } })));
}

export async function share(id: string): Promise<Share> {
  return unwrap(client.GET("/api/v1/shares/{id}/", { params: { path: { id } } }));
}

export async function makeShare(body: Wanted): Promise<MadeShare> {
  return unwrap(client.POST("/api/v1/shares/", { body }));
}

export async function accessesOf(id: string, cursor: string | null): Promise<Page<ShareAccess>> {
  const params = { path: { id }, query: query({ cursor }) };
  return page(await unwrap(client.GET("/api/v1/shares/{id}/accesses/", { params })));
}

export async function revoke(id: string): Promise<Share> {
  return unwrap(client.POST("/api/v1/shares/{id}/revoke/", { params: { path: { id } }, body: { reason: "" } }));
}

export async function revokeAll(subject: string): Promise<number> {
  return (await unwrap(client.POST("/api/v1/shares/revoke-all/", { body: { subject } }))).ended;
}

export async function setPassphrase(id: string, passphrase: string): Promise<Share> {
  return unwrap(client.PUT("/api/v1/shares/{id}/passphrase/", { params: { path: { id } }, body: { passphrase } }));
}

export async function received(cursor: string | null): Promise<Page<ReceivedShare>> {
  return page(await unwrap(client.GET("/api/v1/shares/received/", { params: { query: query({ cursor }) } })));
}

export async function publicationsOf(practice: string, cursor: string | null): Promise<Page<Publication>> {
  const params = { query: query({ practice, cursor }) };
  return page(await unwrap(client.GET("/api/v1/publications/", { params })));
}

export async function publish(body: {
  consent: string;
  channel: string;
  place: string;
  published_on: string;
}): Promise<Publication> {
  return unwrap(client.POST("/api/v1/publications/", { body }));
}

export async function noteRemoved(id: string, note: string): Promise<Publication> {
  return unwrap(client.POST("/api/v1/publications/{id}/removed/", { params: { path: { id } }, body: { note } }));
}

/** Days and consent are left out where they are "". */
export function reportAddress(
  subject: string,
  pairs: readonly (readonly [string, string])[],
  more: { from: string; to: string; consent: string },
): string {
  const asked = new URLSearchParams({ subject });
  for (const pair of pairs) asked.append("pair", pair.join(","));
  for (const [name, value] of Object.entries(more)) if (value !== "") asked.append(name, value);
  return `/api/v1/reports/consultation?${asked}`;
}
