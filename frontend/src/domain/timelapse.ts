import type { Series, WallTimeText } from "./models";
import type { TimelapseFormat, TimelapseProblem, TimelapseSize, TimelapseState, View } from "./vocabulary";

/** A film of aligned photos, and how far it is. */
export interface Timelapse {
  id: string;
  series: string;
  view: View;
  state: TimelapseState;
  problem: { code: TimelapseProblem; message: string } | null;
  format: TimelapseFormat;
  size: TimelapseSize;
  seconds_a_photo: number;
  date_stamp: boolean;
  session_markers: boolean;
  matched_light: boolean;
  comparable_only: boolean;
  photo_count: number;
  /** All photos of the series in that time. */
  photos_in_period: number;
  first_taken_at: WallTimeText;
  last_taken_at: WallTimeText;
  frames_done: number;
  /** A photo of it has another date, or is aligned otherwise, than when it was made. */
  is_outdated: boolean;
  url: string | null;
  width: number | null;
  height: number | null;
  bytes: number | null;
}

/** What is asked for; the dates are local days, empty where that side is open. */
export interface TimelapseForm {
  from: string;
  to: string;
  format: TimelapseFormat;
  size: TimelapseSize;
  speed: Speed;
  dateStamp: boolean;
  sessionMarkers: boolean;
  matchedLight: boolean;
  comparableOnly: boolean;
}

/** Seconds that each photo is shown: as a flip-book, quickly, calmly, one after another. */
export const SPEEDS = { flip: 0.2, quick: 0.5, calm: 1, slow: 2 } as const;
export type Speed = keyof typeof SPEEDS;

export interface TimelapseRequest {
  series: string;
  from: string | null;
  to: string | null;
  format: TimelapseFormat;
  size: TimelapseSize;
  seconds_a_photo: number;
  date_stamp: boolean;
  session_markers: boolean;
  matched_light: boolean;
  comparable_only: boolean;
}

export const NEW_TIMELAPSE: TimelapseForm = {
  from: "",
  to: "",
  format: "mp4",
  size: "standard",
  speed: "quick",
  dateStamp: true,
  sessionMarkers: false,
  // As taken is the default; matched light is a view of its own, always labelled.
  matchedLight: false,
  comparableOnly: false,
};

/** What goes to the server. Only a video can be larger. */
export function timelapseRequest(series: string, form: TimelapseForm): TimelapseRequest {
  return {
    series,
    from: form.from || null,
    to: form.to || null,
    format: form.format,
    size: form.format === "mp4" ? form.size : "standard",
    seconds_a_photo: SPEEDS[form.speed],
    date_stamp: form.dateStamp,
    session_markers: form.sessionMarkers,
    matched_light: form.matchedLight,
    comparable_only: form.comparableOnly,
  };
}

/** Still on its way: its bar moves, and it is worth looking again. */
export function isUnderWay(timelapse: Pick<Timelapse, "state">): boolean {
  return timelapse.state === "queued" || timelapse.state === "rendering";
}

/** Seconds that the film takes. */
export function filmSeconds(timelapse: Pick<Timelapse, "photo_count" | "seconds_a_photo">): number {
  return Math.round(timelapse.photo_count * timelapse.seconds_a_photo * 10) / 10;
}

/** The list with `changed` in its place, or on top where it is new. */
export function withTimelapse(list: readonly Timelapse[], changed: Timelapse): Timelapse[] {
  return list.some((one) => one.id === changed.id)
    ? list.map((one) => (one.id === changed.id ? changed : one))
    : [changed, ...list];
}

/** The views that a film can be made of, the one with most photos first. */
export function filmable(series: readonly Series[]): Series[] {
  return series.filter((one) => one.photo_count > 1).toSorted((a, b) => b.photo_count - a.photo_count);
}
