import type { HintCode, Target } from "./guidance";
import type { Point } from "./models";

export interface Size {
  width: number;
  height: number;
}

/** A frame laid on a stage: stage = frame · scale + (x, y); all in pixels. */
export interface Laid {
  scale: number;
  x: number;
  y: number;
}

/** One stands and the other lies. */
export function isAcross(frame: Size, stage: Size): boolean {
  return frame.width > frame.height !== stage.width > stage.height;
}

/** The frame covers the stage wholly; a frame that lies across is shown whole, since a face would be cut off. */
export function lay(frame: Size, stage: Size): Laid {
  const fill = isAcross(frame, stage) ? Math.min : Math.max;
  const scale = fill(stage.width / frame.width, stage.height / frame.height);
  return { scale, x: (stage.width - frame.width * scale) / 2, y: (stage.height - frame.height * scale) / 2 };
}

/** The eye centres of a picture, in its pixels; the subject's own sides. */
export interface Eyes {
  right: Point;
  left: Point;
}

/** As CSS writes it: `matrix(a, b, c, d, e, f)`. */
export type Matrix = readonly [number, number, number, number, number, number];

/**
 * Where the eyes of a photo that matches `target` lie in a frame; in the frame's pixels. Null where the target does
 * not say.
 */
export function eyesInFrame(target: Target, frame: Size): Eyes | null {
  const { eyeSpan, eyesMiddle, pose } = target;
  if (eyeSpan === null || eyesMiddle === null) return null;
  const half = (eyeSpan * Math.max(frame.width, frame.height)) / 2;
  const roll = (pose.roll * Math.PI) / 180;
  const middle = { x: eyesMiddle.x * frame.width, y: eyesMiddle.y * frame.height };
  // Tilted to the subject's left shoulder, the left eye is the lower one; in a frame, the subject's left is at the right.
  const along = { x: half * Math.cos(roll), y: half * Math.sin(roll) };
  return {
    right: { x: middle.x - along.x, y: middle.y - along.y },
    left: { x: middle.x + along.x, y: middle.y + along.y },
  };
}

/** The one similarity that lays a pair of points onto another. */
export function onto(from: Eyes, to: Eyes): Matrix {
  const [fx, fy] = [from.left.x - from.right.x, from.left.y - from.right.y];
  const [tx, ty] = [to.left.x - to.right.x, to.left.y - to.right.y];
  const length = fx * fx + fy * fy;
  const a = (fx * tx + fy * ty) / length;
  const b = (fx * ty - fy * tx) / length;
  return [
    a,
    b,
    -b,
    a,
    to.right.x - a * from.right.x + b * from.right.y,
    to.right.y - b * from.right.x - a * from.right.y,
  ];
}

/**
 * Lays the ghost over the stage so that its eyes lie where a matching photo's eyes would. Ghost pixels → stage pixels,
 * unmirrored. Where the target or the ghost has no eyes (a profile set by hand), the ghost fills the stage's height.
 */
export function placeGhost(
  ghost: { eyes: Eyes | null; size: Size },
  target: Target | null,
  frame: Size,
  stage: Size,
): Matrix {
  const wanted = target && eyesInFrame(target, frame);
  if (!ghost.eyes || !wanted) {
    const scale = Math.min(stage.width / ghost.size.width, stage.height / ghost.size.height);
    const x = (stage.width - ghost.size.width * scale) / 2;
    return [scale, 0, 0, scale, x, (stage.height - ghost.size.height * scale) / 2];
  }
  const laid = lay(frame, stage);
  const there = (point: Point): Point => ({ x: point.x * laid.scale + laid.x, y: point.y * laid.scale + laid.y });
  return onto(ghost.eyes, { right: there(wanted.right), left: there(wanted.left) });
}

export const ARROWS = ["left", "right", "up", "down", "clockwise", "counter", "in", "out"] as const;
/** What an arrow beside an instruction shows, as it is seen on the screen. */
export type Arrow = (typeof ARROWS)[number];

/** By code, as seen in a picture that is not mirrored: the subject's left is at the viewer's right. */
const UNMIRRORED: Partial<Record<HintCode, Arrow>> = {
  turn_left: "right",
  turn_right: "left",
  move_left: "right",
  move_right: "left",
  tilt_left: "clockwise",
  tilt_right: "counter",
  chin_up: "up",
  move_up: "up",
  chin_down: "down",
  move_down: "down",
  closer: "in",
  further: "out",
};
const MIRRORED: Partial<Record<Arrow, Arrow>> = {
  left: "right",
  right: "left",
  clockwise: "counter",
  counter: "clockwise",
};

/** Null for what no arrow can show: light, expression, nobody there. */
export function arrowFor(code: HintCode, mirrored: boolean): Arrow | null {
  const arrow = UNMIRRORED[code] ?? null;
  return arrow && mirrored ? (MIRRORED[arrow] ?? arrow) : arrow;
}
