import type { OwnPractice, Permission } from "./practice";
import type {
  AlignmentMethod,
  EventKind,
  HAND_POINTS,
  Modality,
  PhotoState,
  Polarity,
  RejectionReason,
  RenditionSpec,
  SessionPlace,
  TakenAtSource,
  View,
  Waveform,
  Zone,
} from "./vocabulary";

/** ISO-8601 local wall time, with an offset when it is known: `2026-03-12T08:30:00+01:00`. */
export type WallTimeText = string;

export interface Subject {
  id: string;
  display_name: string;
  is_self: boolean;
  /** The record belongs to this account; else it is in its practice's care. */
  is_owner: boolean;
  /** In which capacity the owner acts for the person in the photos; empty where they are that person. */
  guardian_authority: string;
  /** What this account may do with the record now. */
  may: Permission[];
}

export interface Me {
  id: string;
  email: string;
  has_second_factor: boolean;
  /** The records that belong to this account. */
  subjects: Subject[];
  practices: OwnPractice[];
}

export interface Series {
  id: string;
  subject: string;
  view: View;
  baseline: string | null;
  photo_count: number;
}

/** The aligned picture of a view's baseline, by which a new photo is lined up. */
export interface Ghost {
  series: string;
  view: View;
  url: string;
  target: GhostTarget;
}

/** What a baseline was measured to be; null is not known: set by hand, or never measured. */
export interface GhostTarget {
  pose: Pose | null;
  /** Between the eye centres, as a share of the longer side of the original. */
  eye_span: number | null;
  /** x as a share of the original's width, y of its height. */
  eyes_middle: Point | null;
  /** In pixels of the aligned picture. */
  ghost_eyes: { right: Point; left: Point } | null;
  mouth_opening: number | null;
  eye_opening: number | null;
  smile: number | null;
  light_patches: number[] | null;
}

export interface Rendition {
  spec: RenditionSpec;
  url: string;
  width: number;
  height: number;
  media_type: string;
}

export interface Original {
  sha256: string;
  bytes: number;
  media_type: string;
  /** Pixels, upright. */
  width: number;
  height: number;
  file_name: string;
  url: string;
}

/** Pixels of the upright original as it is shown; pixel centres at whole numbers, origin at the top left. */
export interface Point {
  x: number;
  y: number;
}

export interface FaceBox extends Point {
  width: number;
  height: number;
}

/**
 * Degrees. `yaw` > 0: turned to the subject's left; `pitch` > 0: chin up; `roll` > 0: tilted to the subject's left
 * shoulder.
 */
export interface Pose {
  yaw: number;
  pitch: number;
  roll: number;
}

/** How a photo was laid onto the canonical face, and what can be said of it. */
export interface Alignment {
  method: AlignmentMethod;
  refined: boolean;
  /** Why it was refined or was not, as a code. */
  refinement_reason: string;
  residual_iod_percent: number;
  /** Pixels of `aligned` per pixel of the original; above 1, `aligned` is enlarged. */
  scale: number;
  pose: Pose | null;
  /** 1 is as far from the camera as the baseline, 1.1 is 10 % farther; null where it cannot be told. */
  distance_ratio: number | null;
  flip_suspected: boolean;
  quality_reasons: string[];
}

export type HandPointName = (typeof HAND_POINTS)[View][number];

export interface HandPoint extends Point {
  name: HandPointName;
}

/** A similarity as its four numbers, original → canonical pixels; degrees, clockwise. */
export interface Transform extends Point {
  scale: number;
  rotation: number;
}

/** What a person set by hand. It stands apart from the automatic alignment and outlives it. */
export interface Override {
  /** A point inside the face that is meant. */
  face: Point | null;
  points: HandPoint[] | null;
  transform: Transform | null;
  /** The file is a mirror image: pictures of it are shown un-mirrored. */
  mirrored: boolean;
}

export interface Photo {
  id: string;
  subject: string;
  series: string;
  view: View;
  state: PhotoState;
  rejection: { reason: RejectionReason; message: string } | null;
  taken_at: WallTimeText;
  taken_at_source: TakenAtSource;
  received_at: string;
  is_baseline: boolean;
  simulated: boolean;
  original: Original;
  renditions: Rendition[];
  /** Largest first; empty unless there is more than one. */
  faces: FaceBox[];
  alignment: Alignment | null;
  override: Override;
  notes: string;
  /** In lower case, each once. */
  tags: string[];
  /** Pinned on top of the timeline. */
  milestone: boolean;
  session_clock: SessionClock;
}

/** What had been logged before a photo was taken. Numbers only: they say nothing of what it did. */
export interface SessionClock {
  /** From the start of the last session before; null where there is none. */
  hours_since_last: number | null;
  last_modality: Modality | null;
  /** How many, and their sums; µA·min only of those with an intensity. */
  sessions: number;
  minutes: number;
  microamp_minutes: number;
}

/** What a person may set about a photo. */
export type PhotoChange = Partial<Pick<Photo, "taken_at" | "view" | "notes" | "tags" | "milestone">>;

export interface Session {
  id: string;
  subject: string;
  started_at: WallTimeText;
  modality: Modality;
  /** The record, while it is there; the names are as they were when the session was logged. */
  device: string | null;
  program: string | null;
  device_name: string;
  program_name: string;
  minutes: number;
  /** A running timer gave the minutes. */
  timed: boolean;
  intensity_microamp: number | null;
  frequency_hz: number | null;
  waveform: Waveform | "";
  polarity: Polarity | "";
  conductive_product: string;
  place: SessionPlace | "";
  zones: Zone[];
  /** Empty, or minutes for each of `zones`. */
  minutes_by_zone: Partial<Record<Zone, number>>;
  /** 1 very uncomfortable … 5 very comfortable. */
  comfort: number | null;
  sensation: string;
  skin_before: string;
  skin_after: string;
  notes: string;
  simulated: boolean;
  created_at: string;
}

/** What a person fills in for a session. */
export type SessionDraft = Omit<Session, "id" | "subject" | "simulated" | "created_at">;

/** What else happened that may explain a change. */
export interface TimelineEvent {
  id: string;
  subject: string;
  /** A local date, `2026-03-12`, or a wall time where it is known. */
  happened_at: string;
  kind: EventKind;
  weight_kg: number | null;
  notes: string;
  created_at: string;
}

/** What a person fills in for an event. */
export type EventDraft = Pick<TimelineEvent, "happened_at" | "kind" | "weight_kg" | "notes">;

export type TimelineItem =
  | { kind: "photo"; local_date: string; photo: Photo; session: null; event: null }
  | { kind: "session"; local_date: string; photo: null; session: Session; event: null }
  | { kind: "event"; local_date: string; photo: null; session: null; event: TimelineEvent };

/** One page of a cursor-paginated list; `next` is the cursor of the page after it. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export function rendition(photo: Photo, spec: RenditionSpec): Rendition | undefined {
  return photo.renditions.find((candidate) => candidate.spec === spec);
}

/** What one local date holds. */
export interface CalendarDay {
  date: string;
  photos: { view: View; count: number }[];
  sessions: number;
  events: number;
}
