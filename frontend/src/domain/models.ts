import type { Modality, PhotoState, RejectionReason, RenditionSpec, TakenAtSource, View, Zone } from "./vocabulary";

/** ISO-8601 local wall time, with an offset when it is known: `2026-03-12T08:30:00+01:00`. */
export type WallTimeText = string;

export interface Subject {
  id: string;
  display_name: string;
  is_self: boolean;
}

export interface Me {
  email: string;
  subjects: Subject[];
}

export interface Series {
  id: string;
  subject: string;
  view: View;
  baseline: string | null;
  photo_count: number;
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
}

export interface Session {
  id: string;
  subject: string;
  started_at: WallTimeText;
  modality: Modality;
  device_name: string;
  minutes: number;
  intensity_microamp: number | null;
  frequency_hz: number | null;
  zones: Zone[];
  notes: string;
  simulated: boolean;
  created_at: string;
}

/** What a person fills in for a session. */
export type SessionDraft = Pick<
  Session,
  "started_at" | "modality" | "device_name" | "minutes" | "intensity_microamp" | "frequency_hz" | "zones" | "notes"
>;

export type TimelineItem =
  | { kind: "photo"; local_date: string; photo: Photo; session: null }
  | { kind: "session"; local_date: string; photo: null; session: Session };

/** One page of a cursor-paginated list; `next` is the cursor of the page after it. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export function rendition(photo: Photo, spec: RenditionSpec): Rendition | undefined {
  return photo.renditions.find((candidate) => candidate.spec === spec);
}
