import type { Point, Pose } from "./models";
import type { View } from "./vocabulary";

/** One frame of the camera, measured. All of it in the frame as the camera gives it, never mirrored. */
export interface Seen {
  pose: Pose;
  /** Centres of the subject's right and left eye, in pixels of the frame. */
  eyes: { right: Point; left: Point };
  /** Pixels. */
  frame: { width: number; height: number };
  /** How many faces stand in the frame; this one is the largest. */
  faces: number;
  /** The part of the face's mesh that lies within the frame, 0–1. */
  inside: number;
  /** Opening of the mouth and of the narrower eye, as shares of the distance from the eye line to the chin. */
  mouthOpen: number;
  eyesOpen: number;
  /** 0–1. */
  smile: number;
  /** Stops of light on nine patches of the face against their mean; null where the frame does not tell. */
  light: readonly number[] | null;
}

/** What a photo of a series should match: its baseline, in the numbers of a frame. Null is "not known". */
export interface Target {
  /** Empty where the series has no baseline yet: general advice is then given by its view. */
  series: string;
  view: View;
  pose: Pose;
  /** Between the eye centres, as a share of the longer side of the baseline's original. */
  eyeSpan: number | null;
  /** The middle between the eyes: x as a share of the width, y of the height. */
  eyesMiddle: Point | null;
  mouthOpen: number | null;
  eyesOpen: number | null;
  smile: number | null;
  light: readonly number[] | null;
}

/** What to change, or what is wrong. Left and right are the subject's own. */
export const HINT_CODES = [
  "no_face",
  "more_faces",
  "cut_off",
  "turn_left",
  "turn_right",
  "chin_up",
  "chin_down",
  "tilt_left",
  "tilt_right",
  "closer",
  "further",
  "move_left",
  "move_right",
  "move_up",
  "move_down",
  "open_eyes",
  "narrow_eyes",
  "close_mouth",
  "open_mouth",
  "relax_smile",
  "smile_more",
  // More light comes from there than did in the baseline.
  "light_left",
  "light_right",
  "light_above",
  "light_below",
] as const;
export type HintCode = (typeof HINT_CODES)[number];

export interface Hint {
  code: HintCode;
  /** How far: within what is still comparable with care, or beyond it. */
  amount: "little" | "more";
  /** Magnitude, in `unit`; 0 where there is no unit. */
  value: number;
  unit: "degrees" | "percent" | "stops" | null;
  level: "caution" | "off";
}

export interface Guidance {
  /** `good`: the photo may be taken. Light that differs a little is told and does not hold it back. */
  level: "good" | "caution" | "off";
  /** Most important first. */
  hints: Hint[];
}
