import type { AuditEvent, AuditPart } from "../domain/audit";
import type { Claim, Client, ClientDraft, ReceivedClaim, Relation } from "../domain/care";
import type { Page, Subject } from "../domain/models";
import type { Allows, Handed } from "../domain/practice";
import { client, unwrap } from "./client";
import { page, query } from "./records";

export async function listClients(
  asked: { practice: string | null; search: string; cursor: string | null },
  signal: AbortSignal,
): Promise<Page<Client>> {
  const { search, ...rest } = asked;
  const params = { query: query({ ...rest, search: search || null }) };
  return page(await unwrap(client.GET("/api/v1/clients/", { params, signal })));
}

/** The one client whose record `subject` is; null for nobody in one's practices. */
export async function clientOf(subject: string): Promise<Client | null> {
  const body = await unwrap(client.GET("/api/v1/clients/", { params: { query: { subject } } }));
  return body.results[0] ?? null;
}

export async function addClient(practice: string, draft: ClientDraft): Promise<{ subject: { id: string } }> {
  const params = { path: { practice_id: practice } };
  return unwrap(client.POST("/api/v1/practices/{practice_id}/clients/", { params, body: draft }));
}

export async function relationsOf(subject: string): Promise<Relation[]> {
  const params = { path: { subject_id: subject } };
  return unwrap(client.GET("/api/v1/subjects/{subject_id}/care-relations/", { params }));
}

export async function invitePractice(subject: string, practice: string, allows: Allows): Promise<Relation> {
  const params = { path: { subject_id: subject } };
  const body = { practice, ...allows };
  return unwrap(client.POST("/api/v1/subjects/{subject_id}/care-relations/", { params, body }));
}

export async function allow(relation: string, allows: Partial<Allows>): Promise<Relation> {
  const params = { path: { relation_id: relation } };
  return unwrap(client.PATCH("/api/v1/care-relations/{relation_id}/", { params, body: allows }));
}

export async function acceptRelation(relation: string): Promise<Relation> {
  const params = { path: { relation_id: relation } };
  return unwrap(client.POST("/api/v1/care-relations/{relation_id}/accept/", { params }));
}

export async function endRelation(relation: string): Promise<Relation> {
  const params = { path: { relation_id: relation } };
  return unwrap(client.POST("/api/v1/care-relations/{relation_id}/end/", { params }));
}

export async function claimsOf(subject: string): Promise<Claim[]> {
  return unwrap(client.GET("/api/v1/subjects/{subject_id}/claims/", { params: { path: { subject_id: subject } } }));
}

export async function makeClaim(subject: string, email: string): Promise<Claim & Handed> {
  const params = { path: { subject_id: subject } };
  return unwrap(client.POST("/api/v1/subjects/{subject_id}/claims/", { params, body: { email } }));
}

export async function takeBackClaim(claim: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/claims/{claim_id}/", { params: { path: { claim_id: claim } } }));
}

export async function receivedClaim(token: string): Promise<ReceivedClaim> {
  return unwrap(client.GET("/api/v1/claims/by-token/{token}/", { params: { path: { token } } }));
}

/** Answers the record as it is then: it may have joined one's own. */
export async function acceptClaim(
  token: string,
  how: { guardian_authority: string; keep_own: boolean },
): Promise<Subject> {
  const params = { path: { token } };
  return unwrap(client.POST("/api/v1/claims/by-token/{token}/accept/", { params, body: how }));
}

/** What was done with a record, all of it or one part. */
export async function auditOf(
  subject: string,
  part: AuditPart | null,
  cursor: string | null,
): Promise<Page<AuditEvent>> {
  const params = { path: { subject_id: subject }, query: query({ part, cursor }) };
  return page(await unwrap(client.GET("/api/v1/subjects/{subject_id}/audit/", { params })));
}

export function auditExportAddress(subject: string): string {
  return `/api/v1/subjects/${encodeURIComponent(subject)}/audit/export`;
}
