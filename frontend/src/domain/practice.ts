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
  is_me: boolean;
}

export interface Invitation {
  id: string;
  role: Role;
  email: string;
  expires_at: string;
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
