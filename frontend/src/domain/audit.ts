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

/** Parts of the log that the server looks for in all of it. */
export const AUDIT_PARTS = ["others", "seen", "changes", "sharing", "care"] as const;
export type AuditPart = (typeof AUDIT_PARTS)[number];

/** Whether what was done has to be told with what it was done to; the others say it themselves. */
export function namesObject(event: Pick<AuditEvent, "action">): boolean {
  return ["seen", "added", "changed", "deleted", "exported"].includes(event.action);
}
