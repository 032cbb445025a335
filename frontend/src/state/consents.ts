import * as care from "../api/care";
import * as api from "../api/consents";
import type { Relation } from "../domain/care";
import type { Consent, ConsentRequest } from "../domain/consent";
import { wallTimeAt, wallTimeText } from "../domain/walltime";
import { readScan } from "../platform/scan";
import { saveBlob } from "../platform/sharesheet";
import { makeUuid } from "../platform/uuid";

export { clientOf, relationsOf } from "../api/care";
export {
  changeText,
  consent,
  copiesOfPractice,
  copiesOfSubject,
  draftText,
  listConsents,
  moveText,
  receiptAddress,
  signatureAddress,
  templates,
  text,
  textsOf,
  textsToSign,
  whatStays,
  withdraw,
} from "../api/consents";
export { readScan };

/** An id that this signing keeps, so that sending it twice signs once. */
export const newId = makeUuid;

/** This device's time with its offset. */
export function signedNow(): string {
  return wallTimeText(wallTimeAt(new Date()));
}

/** When a paper of that day was signed, with this device's offset: today's just now, for it says no hour. */
export function signedAt(day: string): string {
  const now = signedNow();
  if (now.startsWith(day)) return now;
  // Noon is that same day in nearly every time zone.
  return wallTimeText(wallTimeAt(new Date(`${day}T12:00:00`)));
}

/** Signs; an owner who was asked by a practice has accepted it with that. */
export async function signConsent(asked: ConsentRequest, invited: Relation | null): Promise<Consent> {
  const signed = await api.sign(asked);
  if (invited) await care.acceptRelation(invited.id);
  return signed;
}

export async function openCopy(id: string, reason: string, name: string): Promise<void> {
  saveBlob(await api.openCopy(id, reason), name);
}
