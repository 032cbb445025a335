import {
  EYES_CLOSED,
  EYES_CLOSED_MIN_DIFFERENCE,
  FIRST_EYE_SPAN,
  FIRST_EYES_MIDDLE,
  FIRST_PHOTO,
  FIRST_YAW,
  GUIDE_PLACE,
  MAX_YAW,
  TOLERANCES,
} from "./face-numbers";
import { eyesMiddle, farther, isCutOff, lightDifference } from "./frame-differences";
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

/** What the first photo of a series is held to, which has no baseline: the view's usual turn, size and place. */
export function firstTarget(view: View): Target {
  const [x, y] = FIRST_EYES_MIDDLE;
  const lateral = view.startsWith("lateral");
  return {
    series: "",
    view,
    pose: { yaw: FIRST_YAW[view], pitch: 0, roll: 0 },
    eyeSpan: FIRST_EYE_SPAN,
    // In a profile the eyes stand at the side of the head.
    eyesMiddle: lateral ? null : { x, y },
    mouthOpen: 0,
    eyesOpen: null,
    smile: 0,
    light: null,
  };
}

interface Axis {
  /** What to do where the difference is above 0, and below. */
  more: HintCode;
  less: HintCode;
  unit: Hint["unit"];
  bounds: readonly [caution: number, off: number];
  /** The same for a series' first photo; null where that is not held to it. */
  first: readonly [number, number] | null;
  /** Seen less wanted, in `unit`; null where either is not known. */
  difference(seen: Seen, target: Target): number | null;
  /** What a face turned far to the side still tells. */
  inProfile: boolean;
}

/** Most important first. */
const AXES: readonly Axis[] = [
  {
    more: "turn_right",
    less: "turn_left",
    unit: "degrees",
    bounds: [TOLERANCES.yaw[1], TOLERANCES.yaw[2]],
    first: FIRST_PHOTO.yaw,
    difference: (seen, target) => seen.pose.yaw - target.pose.yaw,
    inProfile: true,
  },
  {
    more: "chin_down",
    less: "chin_up",
    unit: "degrees",
    bounds: [TOLERANCES.pitch[1], TOLERANCES.pitch[2]],
    first: FIRST_PHOTO.pitch,
    difference: (seen, target) => seen.pose.pitch - target.pose.pitch,
    inProfile: true,
  },
  {
    more: "closer",
    less: "further",
    unit: "percent",
    bounds: [TOLERANCES.distance[1], TOLERANCES.distance[2]],
    first: FIRST_PHOTO.distance,
    difference: farther,
    inProfile: false,
  },
  {
    more: "tilt_right",
    less: "tilt_left",
    unit: "degrees",
    bounds: [TOLERANCES.roll[1], TOLERANCES.roll[2]],
    first: FIRST_PHOTO.roll,
    difference: (seen, target) => seen.pose.roll - target.pose.roll,
    inProfile: true,
  },
  {
    // The subject's left is at the right of the frame.
    more: "move_right",
    less: "move_left",
    unit: "percent",
    bounds: GUIDE_PLACE,
    first: FIRST_PHOTO.place,
    difference: (seen, target) => target.eyesMiddle && 100 * (eyesMiddle(seen).x - target.eyesMiddle.x),
    inProfile: true,
  },
  {
    more: "move_up",
    less: "move_down",
    unit: "percent",
    bounds: GUIDE_PLACE,
    first: FIRST_PHOTO.place,
    difference: (seen, target) => target.eyesMiddle && 100 * (eyesMiddle(seen).y - target.eyesMiddle.y),
    inProfile: true,
  },
  {
    more: "narrow_eyes",
    less: "open_eyes",
    unit: "percent",
    bounds: [TOLERANCES.eyes[1], TOLERANCES.eyes[2]],
    first: null,
    difference: (seen, target) => (target.eyesOpen === null ? null : 100 * (seen.eyesOpen - target.eyesOpen)),
    inProfile: false,
  },
  {
    more: "close_mouth",
    less: "open_mouth",
    unit: "percent",
    bounds: [TOLERANCES.mouth[1], TOLERANCES.mouth[2]],
    first: FIRST_PHOTO.mouth,
    difference: (seen, target) => (target.mouthOpen === null ? null : 100 * (seen.mouthOpen - target.mouthOpen)),
    inProfile: false,
  },
  {
    more: "relax_smile",
    less: "smile_more",
    unit: "percent",
    bounds: [TOLERANCES.smile[1], TOLERANCES.smile[2]],
    first: FIRST_PHOTO.smile,
    difference: (seen, target) => (target.smile === null ? null : 100 * (seen.smile - target.smile)),
    inProfile: false,
  },
];

const LIGHT_CODES: readonly HintCode[] = ["light_left", "light_right", "light_above", "light_below"];
/** A hint goes only when the difference has fallen well below the bound, so that it does not come and go. */
const FALLEN = 0.85;

/**
 * What to change, so that the photo of what is `seen` will be comparable with its baseline. `before` is what was said
 * of the frame before: what it said goes away a little later than it came, and green is never outside the tolerances.
 */
export function guide(seen: Seen | null, target: Target | null, before: Guidance | null = null): Guidance {
  const wanted = target ?? firstTarget("frontal");
  if (!seen) {
    // Faces in profile are often not found: that they are not seen is no reason to change anything.
    return told([plain("no_face", wanted.view.startsWith("lateral") ? "caution" : "off")]);
  }
  const said = new Map(before?.hints.map((hint) => [hint.code, hint]));
  const hints: Hint[] = [];
  if (seen.faces > 1) hints.push(plain("more_faces", "off"));
  if (isCutOff(seen)) hints.push(plain("cut_off", "off"));
  const profile = Math.max(Math.abs(seen.pose.yaw), Math.abs(wanted.pose.yaw)) > MAX_YAW;
  for (const axis of AXES) {
    if (profile && !axis.inProfile) continue;
    const bounds = wanted.series === "" ? axis.first : axis.bounds;
    const difference = bounds && axis.difference(seen, wanted);
    if (!bounds || difference === null) continue;
    const hint = graded(difference, axis, bounds, said.get(axis.more) ?? said.get(axis.less));
    if (hint) hints.push(hint);
  }
  if (!profile) {
    closedEyes(seen, wanted, hints);
    const light = shading(seen, wanted, LIGHT_CODES.map((code) => said.get(code)).find(Boolean));
    if (light) hints.push(light);
  }
  return told(hints);
}

function told(hints: Hint[]): Guidance {
  const ordered = [...hints.filter((one) => one.level === "off"), ...hints.filter((one) => one.level === "caution")];
  const holding = ordered.filter((one) => one.level === "off" || !LIGHT_CODES.includes(one.code));
  return { level: holding[0]?.level ?? "good", hints: ordered };
}

function plain(code: HintCode, level: Hint["level"]): Hint {
  return { code, amount: "more", value: 0, unit: null, level };
}

function graded(
  difference: number,
  { more, less, unit }: Pick<Axis, "more" | "less" | "unit">,
  [caution, off]: readonly [number, number],
  before: Hint | undefined,
): Hint | null {
  const value = Math.abs(difference);
  if (value <= caution * (before ? FALLEN : 1)) return null;
  const level = value > off * (before?.level === "off" ? FALLEN : 1) ? "off" : "caution";
  return {
    code: difference > 0 ? more : less,
    amount: level === "off" ? "more" : "little",
    value,
    unit,
    level,
  };
}

/** Closed in one of the two ends a comparison, however little is missing. */
function closedEyes(seen: Seen, target: Target, hints: Hint[]): void {
  const wanted = target.eyesOpen;
  if (seen.eyesOpen >= EYES_CLOSED) return;
  if (wanted !== null && (wanted < EYES_CLOSED || wanted - seen.eyesOpen < EYES_CLOSED_MIN_DIFFERENCE)) return;
  const at = hints.findIndex((one) => one.code === "open_eyes");
  const missing = wanted === null ? EYES_CLOSED - seen.eyesOpen : wanted - seen.eyesOpen;
  const hint: Hint = { code: "open_eyes", amount: "more", value: 100 * missing, unit: "percent", level: "off" };
  if (at < 0) hints.push(hint);
  else hints[at] = hint;
}

/** From which side more light comes than in the baseline, as the verdict has it. */
function shading(seen: Seen, target: Target, before: Hint | undefined): Hint | null {
  const difference = lightDifference(seen, target);
  if (!difference) return null;
  const codes =
    difference.axis === "side"
      ? ({ more: "light_left", less: "light_right" } as const)
      : ({ more: "light_above", less: "light_below" } as const);
  return graded(difference.stops, { ...codes, unit: "stops" }, [TOLERANCES.light[1], TOLERANCES.light[2]], before);
}

export { Steadiness } from "./steadiness";
