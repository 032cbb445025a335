import { type Consent, type Deidentification, endOfDay, type Purpose, stands } from "./consent";
import type { WallTimeText } from "./models";
import type { View, Zone } from "./vocabulary";

export type ShareStatus =
  | "preparing"
  | "live"
  | "expired"
  | "revoked"
  | "consent_over"
  | "care_over"
  | "no_views_left"
  | "locked"
  | "failed";

export interface SharedPair {
  number: number;
  before: { id: string; taken_at: WallTimeText };
  after: { id: string; taken_at: WallTimeText };
  view: View;
}

/** A share as its register shows it. */
export interface Share {
  id: string;
  subject: string;
  consent: string;
  practice: { id: string; name: string } | null;
  created_by_name: string;
  recipient_label: string;
  recipient_email: string;
  to_account: string | null;
  pairs: SharedPair[];
  created_at: string;
  expires_at: string;
  ends_at: string;
  max_views: number | null;
  views: number;
  allow_download: boolean;
  include_sessions: boolean;
  include_film: boolean;
  watermark: boolean;
  deidentification: Deidentification;
  zone: string;
  message: string;
  has_passphrase: boolean;
  status: ShareStatus;
  revoked_at: string | null;
  revoke_reason: string;
  access_count: number;
  last_access_at: string | null;
}

/** A new one, with what is told once. */
export interface MadeShare extends Share {
  link: string;
  qr_svg: string;
}

export interface ReceivedShare {
  id: string;
  shared_by: string;
  message: string;
  created_at: string;
  ends_at: string;
  status: ShareStatus;
  url: string;
}

export interface ShareAccess {
  id: string;
  at: string;
  event: "opened" | "unlocked" | "failed_passphrase" | "picture" | "film" | "download" | "denied";
  reason: string;
  network: string;
  user_agent: string;
}

export interface Publication {
  id: string;
  consent: string;
  subject: string;
  practice: { id: string; name: string };
  channel: string;
  place: string;
  published_on: string;
  removal_asked_at: string | null;
  removed_at: string | null;
  removal_note: string;
}

export interface SealedCopy {
  id: string;
  practice: { id: string; name: string };
  subject: string | null;
  subject_reference: string;
  legal_duty: string;
  keep_until: string;
  created_at: string;
  is_sealed: boolean;
  bytes: number | null;
  photo_count: number;
  session_count: number;
  openings: { at: string; by: string; reason: string }[];
}

export interface ShareForm {
  recipient: string;
  by: "link" | "account";
  email: string;
  endsOn: string;
  passphrase: string;
  maxViews: string;
  download: boolean;
  sessions: boolean;
  film: boolean;
  watermark: boolean;
  deidentification: Deidentification;
  zone: Zone | "";
  message: string;
}

export const SHARE_DAYS = 7;
export const PASSPHRASE_MIN_LENGTH = 6;
const MS_PER_DAY = 86_400_000;

/** The local day `days` after `now`. */
export function dayAfter(now: Date, days: number): string {
  const day = new Date(now.getTime() + days * MS_PER_DAY);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

/** The most careful choices: a week, watermarked, nothing to take along. */
export function blankShare(now: Date): ShareForm {
  return {
    recipient: "",
    by: "link",
    email: "",
    endsOn: dayAfter(now, SHARE_DAYS),
    passphrase: "",
    maxViews: "",
    download: false,
    sessions: false,
    film: false,
    watermark: true,
    deidentification: "none",
    zone: "",
    message: "",
  };
}

export type ShareProblem = "recipient" | "email" | "endsOn" | "passphrase" | "maxViews" | "zone";

export function checkShare(form: ShareForm, today: string): ShareProblem[] {
  const problems: ShareProblem[] = [];
  if (form.recipient.trim() === "") problems.push("recipient");
  if (form.by === "account" && !form.email.includes("@")) problems.push("email");
  if (form.deidentification === "crop_zone" && form.zone === "") problems.push("zone");
  if (!(form.endsOn >= today)) problems.push("endsOn");
  if (form.by === "link" && form.passphrase !== "" && form.passphrase.length < PASSPHRASE_MIN_LENGTH) {
    problems.push("passphrase");
  }
  if (form.maxViews.trim() !== "" && !/^[1-9]\d{0,3}$/.test(form.maxViews.trim())) problems.push("maxViews");
  return problems;
}

/** What is to be shown of which photos. */
export interface Shown {
  photos: readonly { id: string; view: View; taken_at: WallTimeText }[];
  practice: string | null;
  form: ShareForm;
}

const SHARING: ReadonlySet<Purpose> = new Set([
  "share_with_me",
  "share_with_named",
  "teaching",
  "publication_single",
  "marketing_website",
  "marketing_social",
]);
const NAMED: ReadonlySet<Purpose> = new Set(["share_with_named", "publication_single"]);

export type Uncovered =
  | "over"
  | "another"
  | "purpose"
  | "photos"
  | "zones"
  | "recipient"
  | "hidden"
  | "sessions"
  | "ends";

/** Why `consent` does not permit it; null where it does. The server decides by the same rules. */
export function uncovered(consent: Consent, { photos, practice, form }: Shown): Uncovered | null {
  const { scope } = consent;
  if (!stands(consent)) return "over";
  if ((consent.practice?.id ?? null) !== practice) return "another";
  if (!SHARING.has(consent.purpose)) return "purpose";
  if (!holds(consent, photos)) return "photos";
  const cut = form.deidentification === "crop_zone" ? form.zone : "";
  if (scope.zones.length > 0 && !scope.zones.some((zone) => zone === cut)) return "zones";
  const named = (text: string) => text.trim().replace(/\s+/g, " ").toLowerCase();
  if (NAMED.has(consent.purpose) && !consent.recipients.some((name) => named(name) === named(form.recipient))) {
    return "recipient";
  }
  if (!hidesEnough(consent.deidentification, form.deidentification)) return "hidden";
  if (form.sessions && !scope.sessions) return "sessions";
  if (consent.valid_until && form.endsOn !== "" && new Date(consent.valid_until) < new Date(endOfDay(form.endsOn))) {
    return "ends";
  }
  return null;
}

export type Outside = "photo" | "dates" | "view";

type Placed = Shown["photos"][number];

/** Why the scope of a consent does not hold `photo`; null where it does. */
function outside({ scope }: Consent, photo: Placed): Outside | null {
  const day = photo.taken_at.slice(0, 10);
  if (scope.photos.length > 0 && !scope.photos.includes(photo.id)) return "photo";
  if ((scope.from && day < scope.from) || (scope.to && day > scope.to)) return "dates";
  return scope.views.length === 0 || scope.views.includes(photo.view) ? null : "view";
}

const holds = (consent: Consent, photos: readonly Placed[]) =>
  photos.every((photo) => outside(consent, photo) === null);

/** Why none of `consents` holds `photo` together with `besides`; null where one does, and where there are none at all. */
export function outsideAll(consents: readonly Consent[], photo: Placed, besides: readonly Placed[]): Outside | null {
  const left = consents.filter((consent) => holds(consent, besides));
  const whys = (left.length > 0 ? left : consents).map((consent) => outside(consent, photo));
  return whys.includes(null) ? null : (whys[0] ?? null);
}

/** What stands of `consents` and is for showing something, of the practice's, or with none the owner's own. */
export function forSharing(consents: readonly Consent[], practice: string | null): Consent[] {
  return consents.filter(
    (consent) => stands(consent) && SHARING.has(consent.purpose) && (consent.practice?.id ?? null) === practice,
  );
}

function hidesEnough(asked: Deidentification, given: Deidentification): boolean {
  if (asked === "none" || given === "full_mask") return true;
  // Whether a part of the face shows no eyes is the server's to measure.
  if (asked === "eye_mask") return given === "eye_mask" || given === "crop_zone";
  return asked === given;
}

/** Somebody can look, now or in a moment, or could with another passphrase. */
export function isOpen(share: { status: ShareStatus }): boolean {
  return share.status === "live" || share.status === "preparing" || share.status === "locked";
}
