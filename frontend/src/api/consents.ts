import type { Consent, ConsentRequest, ConsentText, Foretold, Purpose, TextDraft, Withdrawal } from "../domain/consent";
import type { Page } from "../domain/models";
import type { SealedCopy } from "../domain/sharing";
import { client, ensureCsrfToken, refused, unwrap } from "./client";
import { networkError } from "./errors";
import { page, query } from "./records";

/** What can be signed: of a practice its own texts first, else the templates. */
export async function textsToSign(practice: string | null, purpose: Purpose): Promise<ConsentText[]> {
  const params = { query: query({ practice, purpose }) };
  return (await unwrap(client.GET("/api/v1/consent-texts/", { params }))).results;
}

/** All that a practice wrote, in whatever state. */
export async function textsOf(practice: string, cursor: string | null): Promise<Page<ConsentText>> {
  const params = { query: { ...query({ practice, cursor }), drafts: true } };
  return page(await unwrap(client.GET("/api/v1/consent-texts/", { params })));
}

export async function templates(cursor: string | null): Promise<Page<ConsentText>> {
  return page(await unwrap(client.GET("/api/v1/consent-texts/", { params: { query: query({ cursor }) } })));
}

export async function text(id: string): Promise<ConsentText> {
  return unwrap(client.GET("/api/v1/consent-texts/{id}/", { params: { path: { id } } }));
}

export async function draftText(practice: string, body: TextDraft): Promise<ConsentText> {
  const params = { path: { practice_id: practice } };
  return unwrap(client.POST("/api/v1/practices/{practice_id}/consent-texts/", { params, body }));
}

export async function changeText(
  id: string,
  body: Pick<TextDraft, "title" | "body_markdown" | "plain_summary" | "privacy_notice_url">,
): Promise<ConsentText> {
  return unwrap(client.PATCH("/api/v1/consent-texts/{id}/", { params: { path: { id } }, body }));
}

export async function moveText(id: string, to: "review" | "publish" | "retire"): Promise<ConsentText> {
  const params = { path: { id } };
  if (to === "review") return unwrap(client.POST("/api/v1/consent-texts/{id}/review/", { params }));
  if (to === "publish") return unwrap(client.POST("/api/v1/consent-texts/{id}/publish/", { params }));
  return unwrap(client.POST("/api/v1/consent-texts/{id}/retire/", { params }));
}

export async function listConsents(subject: string, cursor: string | null): Promise<Page<Consent>> {
  return page(await unwrap(client.GET("/api/v1/consents/", { params: { query: query({ subject, cursor }) } })));
}

export async function consent(id: string): Promise<Consent> {
  return unwrap(client.GET("/api/v1/consents/{id}/", { params: { path: { id } } }));
}

export async function sign(body: ConsentRequest): Promise<Consent> {
  return unwrap(client.POST("/api/v1/consents/", { body }));
}

export async function whatStays(id: string): Promise<Foretold> {
  const params = { path: { consent_id: id } };
  return unwrap(client.GET("/api/v1/consents/{consent_id}/what-stays/", { params }));
}

export async function withdraw(id: string): Promise<Withdrawal> {
  const params = { path: { consent_id: id } };
  return unwrap(client.POST("/api/v1/consents/{consent_id}/withdraw/", { params }));
}

export function receiptAddress(id: string, kind: "json" | "pdf"): string {
  return `/api/v1/consents/${encodeURIComponent(id)}/receipt${kind === "pdf" ? ".pdf" : ""}`;
}

export function signatureAddress(id: string): string {
  return `/api/v1/consents/${encodeURIComponent(id)}/signature`;
}

export async function copiesOfPractice(practice: string, cursor: string | null): Promise<Page<SealedCopy>> {
  const params = { path: { practice_id: practice }, query: query({ cursor }) };
  return page(await unwrap(client.GET("/api/v1/practices/{practice_id}/sealed-copies/", { params })));
}

export async function copiesOfSubject(subject: string, cursor: string | null): Promise<Page<SealedCopy>> {
  const params = { path: { subject_id: subject }, query: query({ cursor }) };
  return page(await unwrap(client.GET("/api/v1/subjects/{subject_id}/sealed-copies/", { params })));
}

/** The copy itself, once the reason is written down. */
export async function openCopy(id: string, reason: string): Promise<Blob> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1/sealed-copies/${encodeURIComponent(id)}/open/`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": await ensureCsrfToken() },
      body: JSON.stringify({ reason }),
    });
  } catch (_unreachable) {
    throw networkError();
  }
  if (answer.ok) return answer.blob();
  const [body] = await Promise.allSettled([answer.json()]);
  throw refused(answer.status, body.status === "fulfilled" ? body.value : null);
}
