import { CHIN, EYE_CORNERS, INNER_LIPS, LIDS, LIGHT_FLOOR, LIGHT_PATCHES, PATCH_IOD } from "./face-numbers";
import type { Point } from "./models";

/**
 * A face's mesh: x, y and depth of each point in turn, in pixels of the frame, pixel centres at whole numbers; what is
 * nearer to the camera has the smaller depth. Measured as `ml/quality.py` measures the photo.
 */
export type Mesh = Float64Array;

const VALUES = 3;

export function pointOf(mesh: Mesh, row: number): Point {
  return { x: mesh[row * VALUES] as number, y: mesh[row * VALUES + 1] as number };
}

export function pointsIn(mesh: Mesh): number {
  return mesh.length / VALUES;
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The subject's right and left eye: the middle of the two corners of each. */
export function eyeCentres(mesh: Mesh): { right: Point; left: Point } {
  const [right, left] = EYE_CORNERS.map(([outer, inner]) => middle(pointOf(mesh, outer), pointOf(mesh, inner)));
  return { right: right as Point, left: left as Point };
}

export function interocular(mesh: Mesh): number {
  const { right, left } = eyeCentres(mesh);
  return apart(right, left);
}

/** How large a face is: root mean square distance of its mesh from its middle, steadier than the eyes' when it turns. */
export function extent(mesh: Mesh): number {
  const count = pointsIn(mesh);
  const centre = { x: 0, y: 0 };
  for (let row = 0; row < count; row += 1) {
    const { x, y } = pointOf(mesh, row);
    centre.x += x / count;
    centre.y += y / count;
  }
  let sum = 0;
  for (let row = 0; row < count; row += 1) sum += apart(pointOf(mesh, row), centre) ** 2;
  return Math.sqrt(sum / count);
}

/** Of mouth and narrower eye, as shares of the distance from the eye line to the chin. */
export function openings(mesh: Mesh): { mouth: number; eyes: number } {
  const { right, left } = eyeCentres(mesh);
  const toChin = apart(middle(right, left), pointOf(mesh, CHIN));
  const opening = (pairs: readonly (readonly [number, number])[]) =>
    pairs.reduce((sum, [upper, lower]) => sum + apart(pointOf(mesh, upper), pointOf(mesh, lower)), 0) / pairs.length;
  return { mouth: opening(INNER_LIPS) / toChin, eyes: Math.min(...LIDS.map(opening)) / toChin };
}

/** The part of the points within a frame of this size, 0–1. */
export function shareInside(mesh: Mesh, width: number, height: number): number {
  const count = pointsIn(mesh);
  let inside = 0;
  for (let row = 0; row < count; row += 1) {
    const { x, y } = pointOf(mesh, row);
    if (x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5) inside += 1;
  }
  return inside / count;
}

/** The part of a frame that the patches of light lie in, half-open, in whole pixels; null where it is empty. */
export function lightBox(mesh: Mesh, width: number, height: number) {
  const reach = PATCH_IOD * interocular(mesh);
  const places = LIGHT_PATCHES.map(([row]) => pointOf(mesh, row));
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs) - reach));
  const top = Math.max(0, Math.floor(Math.min(...ys) - reach));
  const right = Math.min(width, Math.ceil(Math.max(...xs) + reach) + 1);
  const bottom = Math.min(height, Math.ceil(Math.max(...ys) + reach) + 1);
  return right - left > 1 && bottom - top > 1 ? { left, top, width: right - left, height: bottom - top } : null;
}

/** Linear light of each step of eight bits, as the server reads it. */
const LINEAR = Float64Array.from({ length: 256 }, (_, step) => (step / 255) ** 2.2);

/**
 * Stops of light on the nine patches against their mean.
 *
 * `pixels` are RGBA of a part of the frame, `scale` its pixels to one of the frame, `origin` where it begins.
 */
export function lightPatches(
  mesh: Mesh,
  pixels: { data: Uint8ClampedArray; width: number; height: number },
  origin: Point,
  scale: number,
): number[] {
  const side = PATCH_IOD * interocular(mesh) * scale;
  const stops = LIGHT_PATCHES.map(([row]) => {
    const { x, y } = pointOf(mesh, row);
    return Math.log2(
      median(square(pixels, (x - origin.x + 0.5) * scale - 0.5, (y - origin.y + 0.5) * scale - 0.5, side)) +
        LIGHT_FLOOR,
    );
  });
  const mean = stops.reduce((sum, value) => sum + value, 0) / stops.length;
  return stops.map((value) => value - mean);
}

/** Light of the pixels about a point; at least one, also where it lies outside. */
function square(
  { data, width, height }: { data: Uint8ClampedArray; width: number; height: number },
  x: number,
  y: number,
  side: number,
): Float64Array {
  const low = (at: number, size: number) => Math.min(size - 1, Math.max(0, Math.round(at - side / 2)));
  const [left, top] = [low(x, width), low(y, height)];
  const right = Math.min(width, Math.max(Math.round(x + side / 2) + 1, left + 1));
  const bottom = Math.min(height, Math.max(Math.round(y + side / 2) + 1, top + 1));
  const light = new Float64Array((right - left) * (bottom - top));
  let count = 0;
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const at = (row * width + column) * 4;
      light[count] =
        0.2126 * (LINEAR[data[at] as number] as number) +
        0.7152 * (LINEAR[data[at + 1] as number] as number) +
        0.0722 * (LINEAR[data[at + 2] as number] as number);
      count += 1;
    }
  }
  return light;
}

function median(values: Float64Array): number {
  const sorted = values.sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
