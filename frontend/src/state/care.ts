import * as api from "../api/care";
import type { Relation } from "../domain/care";
import type { Subject } from "../domain/models";
import type { Allows } from "../domain/practice";
import { account, openRecord, refreshAccount } from "./account.svelte";

export {
  acceptRelation,
  allow,
  auditOf,
  claimsOf,
  endRelation,
  makeClaim,
  receivedClaim,
  relationsOf,
  takeBackClaim,
} from "../api/care";

/** Asks a practice into the care of one's own record, which alone one may give away. */
export function invitePractice(subject: string, practice: string, allows: Allows): Promise<Relation> {
  return api.invitePractice(subject, practice, allows);
}

/** Takes a record over, and opens it. */
export async function acceptClaim(
  token: string,
  how: { guardian_authority: string; keep_own: boolean },
): Promise<Subject> {
  const subject = await api.acceptClaim(token, how);
  await refreshAccount();
  openRecord(account.me?.subjects.find((one) => one.id === subject.id) ?? subject);
  return subject;
}

export function auditExportAddress(subject: string): string {
  return api.auditExportAddress(subject);
}
