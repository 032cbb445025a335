import type { View, Zone } from "./vocabulary";

/** What for. Consent to one is never consent to another. */
export const PURPOSES = [
  "care_record",
  "share_with_me",
  "share_with_named",
  "teaching",
  "publication_single",
  "marketing_website",
  "marketing_social",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What is done to a picture before it is shown, the part of the face first: it hides most with least harm. */
export const DEIDENTIFICATIONS = ["none", "crop_zone", "eye_mask", "full_mask"] as const;
export type Deidentification = (typeof DEIDENTIFICATIONS)[number];

/** What a person ticks as understood, each by hand. */
export const STATEMENTS = [
  "can_withdraw",
  "not_a_condition_of_service",
  "may_be_passed_on",
  "published_cannot_be_recalled",
] as const;
export type Statement = (typeof STATEMENTS)[number];

export type SignatureMethod = "drawn" | "typed" | "click" | "paper_scan" | "verbal_witnessed";
export const OWN_METHODS = ["drawn", "typed", "click"] as const;
/** On a practice's device, where nobody is signed in as the client. */
export const DEVICE_METHODS = ["drawn", "paper_scan", "verbal_witnessed"] as const;

export type ConsentStanding =
  | "requested"
  | "given"
  | "refused"
  | "reaffirmed"
  | "withdrawn"
  | "expired"
  | "replaced"
  | "invalidated";

export interface ConsentText {
  id: string;
  practice: string | null;
  purpose: Purpose;
  language: string;
  jurisdiction: string;
  version: number;
  title: string;
  body_markdown: string;
  plain_summary: string;
  privacy_notice_url: string;
  is_template: boolean;
  sha256: string;
  state: "draft" | "reviewed" | "published" | "retired";
  written_by: string | null;
  reviewed_at: string | null;
  published_at: string | null;
  retired_at: string | null;
}

export type TextDraft = Pick<
  ConsentText,
  "purpose" | "language" | "jurisdiction" | "title" | "body_markdown" | "plain_summary" | "privacy_notice_url"
>;

/** Which part of a record: a rule, or photos by name. No views, zones or days means all of them. */
export interface Scope {
  views: View[];
  zones: Zone[];
  photos: string[];
  sessions: boolean;
  /** Local days, both included. */
  from: string | null;
  to: string | null;
}

export const WHOLE_RECORD: Scope = { views: [], zones: [], photos: [], sessions: true, from: null, to: null };

export interface Consent {
  id: string;
  subject: string;
  practice: { id: string; name: string } | null;
  controller: { id: string; name: string; address: string; contact: string; type: string };
  purpose: Purpose;
  state: ConsentStanding;
  valid_from: string;
  valid_until: string | null;
  expiry_event: string;
  text: Pick<
    ConsentText,
    "id" | "version" | "language" | "jurisdiction" | "title" | "body_markdown" | "plain_summary" | "is_template"
  >;
  scope: Scope;
  recipients: string[];
  channels: string[];
  deidentification: Deidentification;
  statements: string[];
  guardian_name: string;
  guardian_authority: string;
  signature: {
    method: SignatureMethod;
    signed_name: string;
    signed_at: string;
    witness: string;
    practitioner_present: string;
    media_type: string;
  };
  receipt_email: string;
  supersedes: string | null;
  events: { at: string; state: ConsentStanding; note: string; hash: string }[];
  withdrawal_link: string | null;
}

export interface ConsentRequest {
  id: string;
  subject: string;
  practice: string | null;
  purpose: Purpose;
  text: string;
  scope: Scope;
  recipients: string[];
  channels: string[];
  deidentification: Deidentification;
  valid_until: string | null;
  expiry_event: string;
  guardian_name: string;
  guardian_authority: string;
  statements: Statement[];
  signature: {
    method: SignatureMethod;
    signed_name: string;
    signed_at: string;
    image: string | null;
    witness: string;
  };
  receipt_email: string;
}

export interface Stays {
  what: string;
  why: string;
}

interface ToTakeDown {
  id: string;
  practice: { id: string; name: string };
  channel: string;
  place: string;
}

/** What withdrawing would end and leave. */
export interface Foretold {
  ending_shares: number;
  publications: ToTakeDown[];
  what_stays: Stays[];
}

export interface Withdrawal {
  consent: Consent;
  ended_shares: number;
  publications: ToTakeDown[];
  what_stays: Stays[];
}

/** Whether it permits anything now. */
export function stands(consent: Pick<Consent, "state">): boolean {
  return consent.state === "given" || consent.state === "reaffirmed";
}

/** Whether there is anything left to withdraw. */
export function canWithdraw(consent: Pick<Consent, "state">): boolean {
  return stands(consent);
}

const WITHOUT_PRACTICE: ReadonlySet<Purpose> = new Set(["share_with_named", "teaching", "publication_single"]);
const NAMES_RECIPIENTS: ReadonlySet<Purpose> = new Set(["share_with_named", "teaching", "publication_single"]);

/** What can be agreed to with this practice; with nobody but oneself where it is null. */
export function purposesFor(practice: string | null): readonly Purpose[] {
  return practice === null ? PURPOSES.filter((purpose) => WITHOUT_PRACTICE.has(purpose)) : PURPOSES;
}

export function needsRecipients(purpose: Purpose): boolean {
  return NAMES_RECIPIENTS.has(purpose);
}

export function needsChannels(purpose: Purpose): boolean {
  return purpose === "marketing_social";
}

/** Care is one record, all of it; only showing to others asks which part. */
export function asksScope(purpose: Purpose): boolean {
  return purpose !== "care_record";
}

/** What a person fills in. `ends` is a local day, or an event in words. */
export interface ConsentForm {
  purpose: Purpose;
  scope: Scope;
  recipients: string;
  channels: string;
  deidentification: Deidentification;
  endsBy: "date" | "event";
  endsOn: string;
  endsWhen: string;
}

/** As little as makes sense: a year, the pictures alone, and for care all of it until care ends. */
export function blankConsent(purpose: Purpose, today: string, careEnds: string): ConsentForm {
  const isCare = purpose === "care_record";
  return {
    purpose,
    scope: { ...WHOLE_RECORD, sessions: isCare },
    recipients: "",
    channels: "",
    deidentification: "none",
    endsBy: isCare ? "event" : "date",
    endsOn: yearAfter(today),
    endsWhen: isCare ? careEnds : "",
  };
}

/** The same day of the next year; 29 February becomes the 28th. */
export function yearAfter(day: string): string {
  const year = Number(day.slice(0, 4)) + 1;
  const rest = day.slice(5) === "02-29" ? "02-28" : day.slice(5);
  return `${year}-${rest}`;
}

/** One a line, each once. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")))].filter((line) => line !== "");
}

export type ConsentProblem = "recipients" | "channels" | "endsOn" | "endsWhen" | "days" | "zones";

/** What is still missing, in the order of the screen. */
export function checkConsent(form: ConsentForm, today: string): ConsentProblem[] {
  const problems: ConsentProblem[] = [];
  const { scope } = form;
  if (scope.from && scope.to && scope.from > scope.to) problems.push("days");
  if (needsRecipients(form.purpose) && linesOf(form.recipients).length === 0) problems.push("recipients");
  if (needsChannels(form.purpose) && linesOf(form.channels).length === 0) problems.push("channels");
  if (form.deidentification === "crop_zone" && scope.zones.length === 0) problems.push("zones");
  if (form.endsBy === "date" && !(form.endsOn > today)) problems.push("endsOn");
  if (form.endsBy === "event" && form.endsWhen.trim() === "") problems.push("endsWhen");
  return problems;
}

/** The last moment of a local day, as the API takes it. */
export function endOfDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 23, 59, 59).toISOString();
}

/** Named photos win over any rule. */
export function scopeOf(form: ConsentForm): Scope {
  const { scope } = form;
  const zones = form.deidentification === "crop_zone" ? scope.zones : [];
  return scope.photos.length > 0 ? { ...scope, views: [], from: null, to: null, zones } : { ...scope, zones };
}
