import { LIGHT_PATCHES, MIN_SHARE_INSIDE } from "./face-numbers";
import type { Seen, Target } from "./guidance";
import type { Point } from "./models";

export function eyesMiddle({ eyes: { right, left }, frame }: Seen): Point {
  // Pixel centres are at whole numbers.
  return { x: ((right.x + left.x) / 2 + 0.5) / frame.width, y: ((right.y + left.y) / 2 + 0.5) / frame.height };
}

/** How much farther from the camera, in per cent, as `ml/pose.py` tells it of two photos; both spans as facing. */
export function farther(seen: Seen, target: Target): number | null {
  if (target.eyeSpan === null) return null;
  const { right, left } = seen.eyes;
  const span = Math.hypot(left.x - right.x, left.y - right.y) / Math.max(seen.frame.width, seen.frame.height);
  const facing = (share: number, yaw: number) => share / Math.cos((yaw * Math.PI) / 180);
  return 100 * (facing(target.eyeSpan, target.pose.yaw) / facing(span, seen.pose.yaw) - 1);
}

/** An eye, or more of the face than alignment lets pass, outside the frame. */
export function isCutOff({ eyes, frame, inside }: Seen): boolean {
  const outside = ({ x, y }: Point) => x < -0.5 || y < -0.5 || x > frame.width - 0.5 || y > frame.height - 0.5;
  return inside < MIN_SHARE_INSIDE || outside(eyes.right) || outside(eyes.left);
}

/**
 * How the light lies differently: root mean square over the patches, positive where more of it comes from the
 * subject's left, or from above. Null where either is not known.
 */
export function lightDifference(seen: Seen, target: Target): { axis: "side" | "height"; stops: number } | null {
  const { light } = target;
  if (!light || !seen.light || seen.light.length !== light.length || light.length !== LIGHT_PATCHES.length) return null;
  const moved = seen.light.map((value, patch) => value - (light[patch] as number));
  const size = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0) / moved.length);
  const along = (axis: 1 | 2) => {
    const spread = Math.sqrt(LIGHT_PATCHES.reduce((sum, place) => sum + place[axis] ** 2, 0));
    return LIGHT_PATCHES.reduce((sum, place, patch) => sum + (moved[patch] as number) * place[axis], 0) / spread;
  };
  const [left, up] = [along(1), along(2)];
  const axis = Math.abs(left) >= Math.abs(up) ? "side" : "height";
  return { axis, stops: (axis === "side" ? left : up) > 0 ? size : -size };
}
