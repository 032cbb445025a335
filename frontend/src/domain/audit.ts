export const AUDIT_ROLES = [
  "record_owner",
  "practice_owner",
  "practitioner",
  "assistant",
  "reviewer",
  "recipient",
  "receipt_holder",
  "server",
] as const;
export type AuditRole = (typeof AUDIT_ROLES)[number];

/** One thing that somebody did with a record. Codes that a newer server sends are shown as they are. */
export interface AuditEvent {
  id: string;
  at: string;
  actor_name: string;
  role: string;
  practice_name: string;
  action: string;
  object_type: string;
  object_id: string | null;
  detail: string;
  /** The network somebody came from, cut short. */
  network: string;
}

export const AUDIT_FILTERS = ["all", "others", "seen", "changes", "sharing", "care"] as const;
export type AuditFilter = (typeof AUDIT_FILTERS)[number];

const GROUPS: Record<Exclude<AuditFilter, "all" | "others">, readonly string[]> = {
  seen: ["seen", "exported", "share_opened", "share_refused", "copy_opened"],
  changes: ["added", "changed", "deleted"],
  sharing: ["shared", "share_revoked", "share_opened", "share_refused", "consent_signed", "consent_withdrawn"],
  care: ["care_invited", "care_accepted", "care_changed", "care_ended", "claimed", "handed_over", "copy_sealed"],
};

/** Whether what was done has to be told with what it was done to; the others say it themselves. */
export function namesObject(event: Pick<AuditEvent, "action">): boolean {
  return ["seen", "added", "changed", "deleted", "exported"].includes(event.action);
}

/** Those of `events` that a filter shows; `others` leaves out what the record's owner did. */
export function filterAudit(events: readonly AuditEvent[], filter: AuditFilter): AuditEvent[] {
  if (filter === "all") return [...events];
  if (filter === "others") return events.filter((event) => event.role !== "record_owner");
  return events.filter((event) => GROUPS[filter].includes(event.action));
}
