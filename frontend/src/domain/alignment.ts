import type { Alignment, FaceBox, HandPoint, Override, Photo, Point } from "./models";
import { rendition } from "./models";
import type { RejectionReason } from "./vocabulary";

/** One way in which a photo differs from its baseline; degrees, or percent of the baseline's distance. */
export interface Difference {
  kind:
    | "turned_left"
    | "turned_right"
    | "chin_up"
    | "chin_down"
    | "tilted_left"
    | "tilted_right"
    | "closer"
    | "farther";
  amount: number;
}

export interface AgainstBaseline {
  /** Worth a word, the turn first; empty where all that is known is alike. */
  differences: Difference[];
  turnKnown: boolean;
  distanceKnown: boolean;
}

/** From here on a difference is worth a word: the same person in the same seat comes back within two or three degrees. */
export const NOTED_DEGREES = 2;
export const NOTED_PERCENT = 2;

/** How the head was held, and how far from the camera, against the baseline. Sides are the subject's. */
export function againstBaseline(photo: Alignment, baseline: Alignment | null): AgainstBaseline {
  const differences: Difference[] = [];
  const note = (value: number, least: number, more: Difference["kind"], less: Difference["kind"]) => {
    const amount = Math.round(Math.abs(value));
    if (amount >= least) differences.push({ kind: value > 0 ? more : less, amount });
  };
  const from = baseline?.pose ?? null;
  if (photo.pose && from) {
    note(photo.pose.yaw - from.yaw, NOTED_DEGREES, "turned_left", "turned_right");
    note(photo.pose.pitch - from.pitch, NOTED_DEGREES, "chin_up", "chin_down");
    note(photo.pose.roll - from.roll, NOTED_DEGREES, "tilted_left", "tilted_right");
  }
  if (photo.distance_ratio !== null) {
    note((photo.distance_ratio - 1) * 100, NOTED_PERCENT, "farther", "closer");
  }
  return {
    differences,
    turnKnown: photo.pose !== null && from !== null,
    distanceKnown: photo.distance_ratio !== null,
  };
}

export interface Offers {
  makeBaseline: boolean;
  /** On the picture itself where nothing goes on without an answer, else behind a button. */
  chooseFace: "asked" | "offered" | null;
  setByHand: boolean;
  backToAutomatic: boolean;
  mirror: "asked" | "set" | null;
}

/** To somebody who may look at a photo and change nothing about it. */
export const NOTHING_OFFERED: Offers = {
  makeBaseline: false,
  chooseFace: null,
  setByHand: false,
  backToAutomatic: false,
  mirror: null,
};

const FOUND_NO_PLACE: ReadonlySet<RejectionReason> = new Set(["no_face", "face_cut_off", "degenerate_landmarks"]);

/** What can be done about the alignment of `photo`. */
export function offers(photo: Photo, answers: { flipDismissed: boolean }): Offers {
  const settled = photo.state === "aligned" || photo.state === "rejected";
  const aligned = photo.state === "aligned";
  const visible = settled && rendition(photo, "preview") !== undefined;
  const { override, rejection } = photo;
  const byHandHelps =
    aligned || photo.view.startsWith("lateral") || FOUND_NO_PLACE.has(rejection?.reason ?? "unreadable");
  const suspected = aligned && photo.alignment?.flip_suspected === true && !answers.flipDismissed;
  return {
    makeBaseline: aligned && !photo.is_baseline,
    chooseFace: visible && photo.faces.length > 1 ? (aligned ? "offered" : "asked") : null,
    setByHand: visible && byHandHelps,
    backToAutomatic: settled && (override.face !== null || override.points !== null || override.transform !== null),
    mirror: settled && override.mirrored ? "set" : suspected ? "asked" : null,
  };
}

/** A face that was chosen is found again, so that what was set without it no longer holds. */
export function withFace(before: Override, face: Point): Override {
  return { ...before, face, points: null, transform: null };
}

export function withPoints(before: Override, points: HandPoint[]): Override {
  return { ...before, points, transform: null };
}

/** Nothing set by hand. That the file is a mirror image is no alignment and stays said. */
export function automatic(before: Override): Override {
  return { ...before, face: null, points: null, transform: null };
}

export function holds(face: FaceBox, point: Point): boolean {
  return face.x <= point.x && point.x < face.x + face.width && face.y <= point.y && point.y < face.y + face.height;
}
