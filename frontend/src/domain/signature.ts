export interface Spot {
  x: number;
  y: number;
}

/** Fewer is a slip of the finger, and no name. */
const SHORTEST = 24;

/** Length of what was drawn, in the pad's own pixels. */
export function inkLength(strokes: readonly (readonly Spot[])[]): number {
  let length = 0;
  for (const stroke of strokes) {
    for (const [index, spot] of stroke.entries()) {
      const before = stroke[index - 1];
      if (before) length += Math.hypot(spot.x - before.x, spot.y - before.y);
    }
  }
  return length;
}

/** Whether something was drawn that can stand for a signature. */
export function isSigned(strokes: readonly (readonly Spot[])[]): boolean {
  return inkLength(strokes) >= SHORTEST;
}
