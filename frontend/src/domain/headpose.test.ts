import { describe, expect, it } from "vitest";
import { CAMERA_DISTANCE, LIGHT_PATCHES, RIGID_FACE } from "./face-numbers";
import { estimatePose } from "./headpose";
import { extent, eyeCentres, lightBox, lightPatches, type Mesh, openings, shareInside } from "./mesh";
import type { Pose } from "./models";

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The rigid face turned by first pitch, then yaw, then roll, and seen by the camera; 100 px between the eyes. */
function drawn({ yaw, pitch, roll }: Pose): Mesh {
  const mesh = new Float64Array(478 * 3);
  const [cp, sp] = [Math.cos(radians(pitch)), Math.sin(radians(pitch))];
  const [cy, sy] = [Math.cos(radians(yaw)), Math.sin(radians(yaw))];
  const [cr, sr] = [Math.cos(radians(roll)), Math.sin(radians(roll))];
  for (const [row, x0, y0, z0] of RIGID_FACE) {
    const [y1, z1] = [cp * y0 + sp * z0, -sp * y0 + cp * z0];
    const [x2, z2] = [cy * x0 + sy * z1, -sy * x0 + cy * z1];
    const [x3, y3] = [cr * x2 + sr * y1, -sr * x2 + cr * y1];
    const near = 1 / (1 - z2 / CAMERA_DISTANCE);
    mesh[row * 3] = 320 + 100 * x3 * near;
    mesh[row * 3 + 1] = 240 - 100 * y3 * near;
    mesh[row * 3 + 2] = -100 * z2;
  }
  return mesh;
}

describe("the turn of a head", () => {
  it.each([
    { yaw: 0, pitch: 0, roll: 0 },
    { yaw: 12, pitch: -7, roll: 4 },
    { yaw: -45, pitch: 5, roll: -3 },
    { yaw: 45, pitch: 10, roll: 15 },
    { yaw: -75, pitch: 0, roll: 0 },
  ])("is found again: $yaw, $pitch, $roll", (pose) => {
    const found = estimatePose(drawn(pose));
    for (const turn of ["yaw", "pitch", "roll"] as const) expect(found?.[turn]).toBeCloseTo(pose[turn], 1);
  });

  it("does not follow a point that is far out of place", () => {
    const mesh = drawn({ yaw: 10, pitch: 0, roll: 0 });
    for (const row of [205, 50, 36]) mesh[row * 3] = (mesh[row * 3] ?? 0) + 40;
    expect(estimatePose(mesh)?.yaw).toBeCloseTo(10, 1);
  });

  it("is not told of a mesh that is none", () => {
    expect(estimatePose(new Float64Array(478 * 3))).toBeNull();
    expect(estimatePose(drawn({ yaw: 0, pitch: 0, roll: 0 }).fill(Number.NaN))).toBeNull();
  });
});

describe("a mesh", () => {
  const mesh = drawn({ yaw: 0, pitch: 0, roll: 0 });

  it("tells the eyes, the subject's right at the left of the picture", () => {
    const { right, left } = eyeCentres(mesh);
    expect(Math.abs(left.x - right.x - 100)).toBeLessThan(0.5);
    expect(right.x).toBeLessThan(left.x);
  });

  it("tells openings as shares of the way to the chin", () => {
    const face = mesh.slice();
    const put = (row: number, y: number) => face.set([320, y, 0], row * 3);
    put(152, 440);
    for (const [upper, lower] of [
      [82, 87],
      [13, 14],
      [312, 317],
    ] as const) {
      put(upper, 380);
      put(lower, 390);
    }
    for (const [upper, lower, open] of [
      [160, 144, 20],
      [159, 145, 20],
      [158, 153, 20],
      [387, 373, 12],
      [386, 374, 12],
      [385, 380, 12],
    ] as const) {
      put(upper, 240 - open / 2);
      put(lower, 240 + open / 2);
    }
    expect(openings(face).mouth).toBeCloseTo(10 / 200, 5);
    // The narrower eye counts.
    expect(openings(face).eyes).toBeCloseTo(12 / 200, 5);
  });

  it("tells how much of it is in the frame, and how large it is", () => {
    expect(shareInside(mesh, 640, 480)).toBe(1);
    expect(shareInside(mesh, 320, 480)).toBeLessThan(1);
    expect(extent(mesh.map((value) => value * 2))).toBeCloseTo(2 * extent(mesh), 6);
  });
});

describe("light", () => {
  const mesh = drawn({ yaw: 0, pitch: 0, roll: 0 });
  // What the rigid face has no place for.
  for (const [row, x, y] of LIGHT_PATCHES) mesh.set([320 + 100 * x, 240 - 100 * y, 0], row * 3);

  /** A frame whose right half, the subject's left, is `stops` brighter in linear light. */
  function lit(stops: number) {
    const data = new Uint8ClampedArray(640 * 480 * 4);
    const grey = (light: number) => Math.round(255 * light ** (1 / 2.2));
    for (let i = 0; i < 640 * 480; i += 1) {
      const value = i % 640 > 320 ? grey(0.2 * 2 ** stops) : grey(0.2);
      data.set([value, value, value, 255], i * 4);
    }
    return { data, width: 640, height: 480 };
  }

  it("is told in stops against the mean of the patches", () => {
    const stops = lightPatches(mesh, lit(1), { x: 0, y: 0 }, 1);
    expect(stops.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
    const [dark, bright] = [stops[0] ?? 0, stops[2] ?? 0];
    expect(bright - dark).toBeCloseTo(1, 1);
    expect(lightPatches(mesh, lit(0), { x: 0, y: 0 }, 1).every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });

  it("is read within the part of the frame that holds all patches", () => {
    const box = lightBox(mesh, 640, 480);
    for (const [row] of LIGHT_PATCHES) {
      const [x, y] = [mesh[row * 3] ?? 0, mesh[row * 3 + 1] ?? 0];
      expect(box && x > box.left + 8 && x < box.left + box.width - 8 && y > box.top + 8).toBe(true);
    }
    expect(
      lightBox(
        mesh.map((value) => value - 2_000),
        640,
        480,
      ),
    ).toBeNull();
  });
});
