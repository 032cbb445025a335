import { CAMERA_DISTANCE, DEPTH_WEIGHT, RIGID_FACE } from "./face-numbers";
import { eyeCentres, type Mesh } from "./mesh";
import type { Pose } from "./models";

/**
 * Which way a head is turned, from its mesh: `ml/pose.py`'s fit of a rigid face under a pinhole camera, so that a
 * frame of the camera and the photo that it becomes are told in the same angles.
 *
 * Gauss–Newton on the normal equations, with Tukey's biweight after five plain steps. It stops at a thousandth of a
 * degree, where the server goes on to rounding.
 */
type Matrix = Float64Array;

const COUNT = RIGID_FACE.length;
const UNKNOWNS = 6; // three of turn, scale, two of shift; the depth's own shift is taken out by its mean
const TUKEY = 4.685;
const MEDIAN_DISTANCE_TO_SIGMA = 1 / Math.sqrt(2 * Math.log(2));
const FLOOR = 1e-9;
const PLAIN_STEPS = 5;
const MAX_STEPS = 60;
const SETTLED = 2e-5; // radians
const DEGREES = 180 / Math.PI;

/** Null where the points are not finite or the eyes coincide. */
export function estimatePose(mesh: Mesh): Pose | null {
  const { right, left } = eyeCentres(mesh);
  const [dx, dy] = [left.x - right.x, left.y - right.y];
  const span = Math.hypot(dx, dy);
  if (!(span > 0) || !Number.isFinite(span)) return null;
  const middle = { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 };
  const seen = new Float64Array(COUNT * 3);
  for (let i = 0; i < COUNT; i += 1) {
    const row = (RIGID_FACE[i]?.[0] ?? 0) * 3;
    seen[i * 3] = (at(mesh, row) - middle.x) / span;
    seen[i * 3 + 1] = -(at(mesh, row + 1) - middle.y) / span;
    seen[i * 3 + 2] = -at(mesh, row + 2) / span;
  }
  if (!seen.every(Number.isFinite)) return null;
  return angles(fitted(seen, level(Math.atan2(dy, dx))));
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}

/** A head that looks into the camera with its eyes tilted by `roll` radians. */
function level(roll: number): Matrix {
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  return Float64Array.of(c, s, 0, -s, c, 0, 0, 0, 1);
}

function fitted(seen: Float64Array, start: Matrix): Matrix {
  let turn = start;
  let scale = 1;
  const shift = [0, 0];
  const weights = new Float64Array(COUNT).fill(1);
  const turned = new Float64Array(COUNT * 3);
  const residual = new Float64Array(COUNT * 2);
  const distances = new Float64Array(COUNT);
  const near = new Float64Array(COUNT);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    for (let i = 0; i < COUNT; i += 1) {
      rotate(turn, i, turned);
      const z = at(turned, i * 3 + 2);
      near[i] = 1 / (1 - z / CAMERA_DISTANCE);
      for (let axis = 0; axis < 2; axis += 1) {
        const projected = at(turned, i * 3 + axis) * at(near, i);
        residual[i * 2 + axis] = at(seen, i * 3 + axis) - scale * projected - at(shift, axis);
      }
      distances[i] = Math.hypot(at(residual, i * 2), at(residual, i * 2 + 1));
    }
    if (step >= PLAIN_STEPS) reweigh(weights, distances);
    const change = solve(...equations(seen, turned, near, residual, weights, scale));
    turn = multiply(smallTurn(at(change, 0), at(change, 1), at(change, 2)), turn);
    scale += at(change, 3);
    shift[0] = at(shift, 0) + at(change, 4);
    shift[1] = at(shift, 1) + at(change, 5);
    if (step > PLAIN_STEPS && Math.max(...change.subarray(0, 3).map(Math.abs)) < SETTLED) break;
  }
  return turn;
}

function rotate(turn: Matrix, point: number, into: Float64Array): void {
  const [, x, y, z] = RIGID_FACE[point] as (typeof RIGID_FACE)[number];
  for (let axis = 0; axis < 3; axis += 1) {
    into[point * 3 + axis] = at(turn, axis * 3) * x + at(turn, axis * 3 + 1) * y + at(turn, axis * 3 + 2) * z;
  }
}

function reweigh(weights: Float64Array, distances: Float64Array): void {
  const sorted = distances.slice().sort();
  const half = COUNT >> 1;
  const median = COUNT % 2 ? at(sorted, half) : (at(sorted, half - 1) + at(sorted, half)) / 2;
  const sigma = Math.max(median * MEDIAN_DISTANCE_TO_SIGMA, FLOOR);
  for (let i = 0; i < COUNT; i += 1) {
    weights[i] = (1 - Math.min(at(distances, i) / (TUKEY * sigma), 1) ** 2) ** 2;
  }
}

/** Left and right side of the weighted normal equations: per point two rows in the picture and one in depth. */
function equations(
  seen: Float64Array,
  turned: Float64Array,
  near: Float64Array,
  residual: Float64Array,
  weights: Float64Array,
  scale: number,
): [Float64Array, Float64Array] {
  const left = new Float64Array(UNKNOWNS * UNKNOWNS);
  const right = new Float64Array(UNKNOWNS);
  const row = new Float64Array(UNKNOWNS);
  const add = (weight: number, wanted: number) => {
    for (let i = 0; i < UNKNOWNS; i += 1) {
      const weighed = weight * at(row, i);
      right[i] = at(right, i) + weighed * wanted;
      for (let j = 0; j < UNKNOWNS; j += 1) left[i * UNKNOWNS + j] = at(left, i * UNKNOWNS + j) + weighed * at(row, j);
    }
  };
  let total = 0;
  const mean = new Float64Array(5); // of the depth's slopes by turn about x, y, z, of depth itself, of its residual
  for (let i = 0; i < COUNT; i += 1) {
    const [x, y, z] = [at(turned, i * 3), at(turned, i * 3 + 1), at(turned, i * 3 + 2)];
    const weight = at(weights, i);
    total += weight;
    // A small turn about an axis moves the point p by axis × p: its depth by y about x, by −x about y.
    mean[0] = at(mean, 0) + weight * scale * y;
    mean[1] = at(mean, 1) - weight * scale * x;
    mean[3] = at(mean, 3) + weight * z;
    mean[4] = at(mean, 4) + weight * (at(seen, i * 3 + 2) - scale * z);
    const n = at(near, i);
    const slope = (n * n) / CAMERA_DISTANCE;
    const [byX, byY] = [x * slope, y * slope];
    fill(row, scale * byX * y, scale * (n * z - byX * x), -scale * n * y, x * n, 1, 0);
    add(weight, at(residual, i * 2));
    fill(row, scale * (-n * z + byY * y), -scale * byY * x, scale * n * x, y * n, 0, 1);
    add(weight, at(residual, i * 2 + 1));
  }
  for (let i = 0; i < 5; i += 1) mean[i] = at(mean, i) / total;
  for (let i = 0; i < COUNT; i += 1) {
    const [x, y, z] = [at(turned, i * 3), at(turned, i * 3 + 1), at(turned, i * 3 + 2)];
    fill(row, scale * y - at(mean, 0), -scale * x - at(mean, 1), 0, z - at(mean, 3), 0, 0);
    add(at(weights, i) * DEPTH_WEIGHT, at(seen, i * 3 + 2) - scale * z - at(mean, 4));
  }
  return [left, right];
}

function fill(row: Float64Array, a: number, b: number, c: number, d: number, e: number, f: number): void {
  row[0] = a;
  row[1] = b;
  row[2] = c;
  row[3] = d;
  row[4] = e;
  row[5] = f;
}

/** Gauss with the largest pivot first; what the points leave open stays 0. */
function solve(left: Float64Array, right: Float64Array): Float64Array {
  const size = UNKNOWNS;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(at(left, row * size + column)) > Math.abs(at(left, best * size + column))) best = row;
    }
    for (let j = 0; j < size; j += 1) swap(left, column * size + j, best * size + j);
    swap(right, column, best);
    const pivot = at(left, column * size + column);
    if (Math.abs(pivot) < FLOOR) continue;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = at(left, row * size + column) / pivot;
      for (let j = column; j < size; j += 1)
        left[row * size + j] = at(left, row * size + j) - factor * at(left, column * size + j);
      right[row] = at(right, row) - factor * at(right, column);
    }
  }
  return right.map((value, i) => {
    const pivot = at(left, i * size + i);
    return Math.abs(pivot) < FLOOR ? 0 : value / pivot;
  });
}

function swap(values: Float64Array, one: number, other: number): void {
  const kept = at(values, one);
  values[one] = at(values, other);
  values[other] = kept;
}

/** Rodrigues' formula: the turn by |v| radians about v. */
function smallTurn(vx: number, vy: number, vz: number): Matrix {
  const angle = Math.hypot(vx, vy, vz);
  if (!(angle > 0)) return Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const [x, y, z] = [vx / angle, vy / angle, vz / angle];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return Float64Array.of(
    c + t * x * x,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    c + t * y * y,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    c + t * z * z,
  );
}

function multiply(one: Matrix, other: Matrix): Matrix {
  const product = new Float64Array(9);
  for (let i = 0; i < 3; i += 1) {
    for (let j = 0; j < 3; j += 1) {
      for (let k = 0; k < 3; k += 1)
        product[i * 3 + j] = at(product, i * 3 + j) + at(one, i * 3 + k) * at(other, k * 3 + j);
    }
  }
  return product;
}

function angles(turn: Matrix): Pose {
  return {
    yaw: DEGREES * Math.asin(Math.min(1, Math.max(-1, -at(turn, 6)))),
    pitch: DEGREES * Math.atan2(-at(turn, 7), at(turn, 8)),
    roll: DEGREES * Math.atan2(-at(turn, 3), at(turn, 0)),
  };
}
