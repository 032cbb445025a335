import type { Allows, Permission, PracticeCard } from "./practice";

/** Where a practice and a client stand. Only an open relation lets the practice do anything. */
export type RelationState = "invited_by_practice" | "invited_by_client" | "awaiting_consent" | "open" | "ended";

/** The law that makes a practice keep a copy, as it holds for one relation; empty and null for none. */
export interface Duty {
  legal_duty: string;
  legal_duty_years: number | null;
}

export interface Relation extends Allows, Duty {
  id: string;
  subject: string;
  practice: PracticeCard;
  state: RelationState;
  practice_reference: string;
  invited_by: "client" | "practice";
  created_at: string;
  accepted_at: string | null;
  ended_at: string | null;
  ended_by: "client" | "practice" | "";
}

/** Where the consent to keep a record stands, of which the practice's access hangs. */
export type ConsentState =
  | "none"
  | "requested"
  | "given"
  | "refused"
  | "reaffirmed"
  | "withdrawn"
  | "expired"
  | "replaced"
  | "invalidated";

/** Whether a consent in this state permits anything. */
export function isGiven(state: ConsentState): boolean {
  return state === "given" || state === "reaffirmed";
}

/** Under which a practice knows somebody: their name, or after care has ended what it called them itself. */
export function nameOfClient(client: Pick<Client, "subject" | "practice_reference">): string {
  return client.subject.display_name || client.practice_reference;
}

export interface Client {
  subject: { id: string; display_name: string; is_claimed: boolean };
  practice: string;
  relation: { id: string; state: RelationState } & Allows;
  practice_reference: string;
  /** A wall time. */
  last_photo_at: string | null;
  /** A local date. */
  next_session_on: string | null;
  care_consent: { state: ConsentState; valid_until: string | null };
  may: Permission[];
}

/** What a practice writes down of a new client. */
export interface ClientDraft extends Allows {
  display_name: string;
  practice_reference: string;
  email: string;
}

/** A link by which somebody becomes a record's owner, while it can be used. */
export interface Claim {
  id: string;
  email: string;
  expires_at: string;
  created_at: string;
}

/** What whoever opens the link reads before accepting. */
export interface ReceivedClaim {
  display_name: string;
  /** By an owner, who loses it. */
  is_hand_over: boolean;
  expires_at: string;
  relations: ({ practice: PracticeCard } & Allows & Duty)[];
  has_content: boolean;
  own_record_has_content: boolean;
}

/** Where tapping a client leads: into the record, to taking photos, or to what is still missing. */
export function wayInto(client: Pick<Client, "may">): "record" | "capture" | "page" {
  if (client.may.includes("see")) return "record";
  return client.may.includes("add_photos") ? "capture" : "page";
}

/** What stands between a practice and the record, worst first; null where nothing does. */
export function blockOf(client: Pick<Client, "relation" | "care_consent">): RelationState | null {
  return client.relation.state === "open" ? null : client.relation.state;
}

/** Whether accepting joins the record with one's own, replaces that, or leaves two. */
export function afterClaim(claim: ReceivedClaim, forOther: boolean): "becomes_own" | "joins_own" | "second" {
  if (forOther) return "second";
  if (!claim.own_record_has_content) return "becomes_own";
  return claim.has_content ? "second" : "joins_own";
}

/** Relations that still mean something come first, as the server ordered them; ended ones after. */
export function byStanding(relations: readonly Relation[]): { live: Relation[]; ended: Relation[] } {
  return {
    live: relations.filter((relation) => relation.state !== "ended"),
    ended: relations.filter((relation) => relation.state === "ended"),
  };
}
