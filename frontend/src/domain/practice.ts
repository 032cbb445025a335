/** One thing that may be done with a record; its owner may do everything. */
export const PERMISSIONS = ["see", "add_photos", "add_sessions", "share", "manage"] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["owner", "practitioner", "assistant", "reviewer"] as const;
export type Role = (typeof ROLES)[number];

export const PRACTICE_KINDS = ["clinic", "salon", "solo", "other"] as const;
export type PracticeKind = (typeof PRACTICE_KINDS)[number];

/** A practice that somebody works in, as the account knows it from the start. */
export interface OwnPractice {
  id: string;
  name: string;
  role: Role;
  second_factor_required: boolean;
  /** It reaches no client until this account has a second factor. */
  needs_second_factor: boolean;
}

/** What a client may know of a practice before there is a relation. */
export interface PracticeCard {
  id: string;
  name: string;
  kind: PracticeKind;
  address: string;
  contact: string;
  jurisdiction: string;
  legal_duty: string;
  legal_duty_years: number | null;
}

export interface Practice extends PracticeCard {
  privacy_notice_url: string;
  storage_location: string;
  retention_period: string;
  second_factor_required: boolean;
}

export type PracticeDraft = Omit<Practice, "id">;

export interface Member {
  id: string;
  email: string;
  role: Role;
  is_you: boolean;
  created_at: string;
}

export interface Invitation {
  id: string;
  role: Role;
  email: string;
  expires_at: string;
  created_at: string;
}

/** What whoever opens an invitation's link reads before accepting. */
export interface ReceivedInvitation {
  practice: PracticeCard;
  role: Role;
  expires_at: string;
  /** It was not meant for another address than this account's. */
  is_for_you: boolean;
}

/** What a link is handed over with; told once, since only its hash is kept. */
export interface Handed {
  link: string;
  qr_svg: string;
}

/** What a client lets a practice do. */
export const ALLOWANCES = ["allows_see", "allows_add_photos", "allows_add_sessions", "allows_share"] as const;
export type Allowance = (typeof ALLOWANCES)[number];
export type Allows = Record<Allowance, boolean>;

/** What a practice gets unless somebody says otherwise: the same as the server's. */
export const ALLOWED_AT_FIRST: Allows = {
  allows_see: true,
  allows_add_photos: true,
  allows_add_sessions: true,
  allows_share: false,
};

export const PRACTICE_NAME_MAX_LENGTH = 200;
export const PRACTICE_TEXT_MAX_LENGTH = 200;
export const PRACTICE_LONG_MAX_LENGTH = 500;

/** A practice's form: the years are typed. */
export interface PracticeForm extends Omit<PracticeDraft, "legal_duty_years"> {
  hasDuty: boolean;
  years: string;
}

export const BLANK_PRACTICE: PracticeForm = {
  name: "",
  kind: "clinic",
  address: "",
  contact: "",
  jurisdiction: "",
  privacy_notice_url: "",
  storage_location: "",
  retention_period: "",
  hasDuty: false,
  legal_duty: "",
  years: "",
  second_factor_required: false,
};

export function practiceForm(practice: Practice): PracticeForm {
  const { legal_duty_years: years } = practice;
  return { ...practice, hasDuty: practice.legal_duty !== "", years: years === null ? "" : String(years) };
}

export type PracticeProblems = Partial<Record<keyof PracticeForm, "required" | "not_a_number">>;

/** What every consent names has to be there: it could not say who answers for the pictures. */
export function checkPractice(form: PracticeForm): PracticeProblems {
  const problems: PracticeProblems = {};
  const needed = ["name", "address", "contact", "jurisdiction", "storage_location", "retention_period"] as const;
  for (const field of needed) if (form[field].trim() === "") problems[field] = "required";
  if (form.hasDuty && form.legal_duty.trim() === "") problems.legal_duty = "required";
  if (form.hasDuty && !/^[1-9]\d?$/.test(form.years.trim())) problems.years = "not_a_number";
  return problems;
}

export function practiceDraft(form: PracticeForm): PracticeDraft {
  return {
    name: form.name.trim(),
    kind: form.kind,
    address: form.address.trim(),
    contact: form.contact.trim(),
    jurisdiction: form.jurisdiction.trim(),
    privacy_notice_url: form.privacy_notice_url.trim(),
    storage_location: form.storage_location.trim(),
    retention_period: form.retention_period.trim(),
    legal_duty: form.hasDuty ? form.legal_duty.trim() : "",
    legal_duty_years: form.hasDuty ? Number(form.years.trim()) : null,
    second_factor_required: form.second_factor_required,
  };
}

/** Whether somebody of this role takes clients in, beside working with them. */
export function writesClientsDown(role: Role): boolean {
  return role === "owner" || role === "practitioner";
}
