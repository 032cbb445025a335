import { holds } from "./alignment";
import type { FaceBox, HandPoint, HandPointName, Point } from "./models";
import { HAND_POINTS, type View } from "./vocabulary";

/** Where something stands in a picture: shares of its width and height from the top left, 0–1. */
export interface Place {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const within = (value: number, most: number) => Math.min(most, Math.max(0, value));

/**
 * Where a point of the upright original stands in any uniformly shrunk copy of it. Pixel centres are whole numbers, so
 * the left edge of the picture is at −0.5.
 */
export function placeOf(point: Point, original: Size): Place {
  return { x: (point.x + 0.5) / original.width, y: (point.y + 0.5) / original.height };
}

/** The inverse of `placeOf`, kept inside the original. */
export function pointAt(place: Place, original: Size): Point {
  return {
    x: within(place.x * original.width - 0.5, original.width - 1),
    y: within(place.y * original.height - 0.5, original.height - 1),
  };
}

/** The place after an arrow key: one pixel of the picture shown, ten with Shift; undefined for other keys. */
export function movedByKey(place: Place, key: string, shift: boolean, shown: Size): Place | undefined {
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [];
  if (across === undefined || down === undefined) return undefined;
  const step = shift ? 10 : 1;
  return inside({ x: place.x + (across * step) / shown.width, y: place.y + (down * step) / shown.height });
}

export function inside(place: Place): Place {
  return { x: within(place.x, 1), y: within(place.y, 1) };
}

/** Where the two points of each view start when nobody has set them: about where a portrait has them. */
const START: Record<"eyes" | "lateral_left", readonly [Place, Place]> = {
  // The subject's right eye is at the left of the picture.
  eyes: [
    { x: 0.4, y: 0.42 },
    { x: 0.6, y: 0.42 },
  ],
  // The left profile looks to the left of the picture, its ear is at the right.
  lateral_left: [
    { x: 0.35, y: 0.42 },
    { x: 0.6, y: 0.45 },
  ],
};

export type Marks = { name: HandPointName; place: Place }[];

/** The two marks of a view: where they were set before, or where they start. */
export function startMarks(view: View, set: readonly HandPoint[] | null, original: Size): Marks {
  const [eyes, left] = [START.eyes, START.lateral_left];
  const start = !view.startsWith("lateral")
    ? eyes
    : view === "lateral_left"
      ? left
      : left.map(({ x, y }) => ({ x: 1 - x, y }));
  return HAND_POINTS[view].map((name, index) => {
    const before = set?.find((point) => point.name === name);
    return { name, place: before ? placeOf(before, original) : (start[index] ?? { x: 0.5, y: 0.5 }) };
  });
}

/** The marks as the API takes them. */
export function handPoints(marks: Marks, original: Size): HandPoint[] {
  return marks.map(({ name, place }) => ({ name, ...pointAt(place, original) }));
}

/** Pixels of the original between the two marks. */
export function apart(points: readonly Point[]): number {
  const [a, b] = points;
  return a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0;
}

/**
 * Whether the marks stand the wrong way round for an upright picture: the right eye at its right, or the ear on the
 * side to which the profile looks. Aligned by such marks, the face would be upside down.
 */
export function looksSwapped(view: View, marks: Marks): boolean {
  const [first, second] = marks;
  if (!first || !second) return false;
  return view === "lateral_right" ? first.place.x < second.place.x : first.place.x > second.place.x;
}

/** Each mark where the other stood. */
export function swapped(marks: Marks): Marks {
  return marks.map((mark, index) => ({ ...mark, place: marks[1 - index]?.place ?? mark.place }));
}

export interface NumberedFace {
  face: FaceBox;
  /** Counted from 1 along the picture. */
  number: number;
  /** Where among the others, as one sees the picture. */
  position: "left" | "middle" | "right" | "top" | "bottom";
}

/** Faces in the order in which they stand in the picture, from left to right, or from the top down where that tells more. */
export function numberedFaces(faces: readonly FaceBox[]): NumberedFace[] {
  const across = (face: FaceBox) => face.x + face.width / 2;
  const down = (face: FaceBox) => face.y + face.height / 2;
  const spread = (of: (face: FaceBox) => number) => Math.max(...faces.map(of)) - Math.min(...faces.map(of));
  const beside = spread(across) >= spread(down);
  const along = beside ? across : down;
  const [start, end] = beside ? (["left", "right"] as const) : (["top", "bottom"] as const);
  return faces
    .toSorted((a, b) => along(a) - along(b))
    .map((face, index, all) => ({
      face,
      number: index + 1,
      position: index === 0 ? start : index === all.length - 1 ? end : "middle",
    }));
}

const GRID = 9;

/** A point that lies in `face` and, where that can be, in no other: as near to the middle as possible. */
export function pointIn(face: FaceBox, all: readonly FaceBox[]): Point {
  const others = all.filter((other) => other !== face);
  const steps = Array.from({ length: GRID }, (_, index) => (index + 0.5) / GRID);
  const candidates = steps
    .flatMap((x) => steps.map((y) => ({ x, y })))
    .toSorted((a, b) => Math.hypot(a.x - 0.5, a.y - 0.5) - Math.hypot(b.x - 0.5, b.y - 0.5))
    .map(({ x, y }) => ({ x: face.x + x * face.width, y: face.y + y * face.height }));
  const middle = { x: face.x + face.width / 2, y: face.y + face.height / 2 };
  return candidates.find((point) => !others.some((other) => holds(other, point))) ?? middle;
}
