import { describe, expect, it } from "vitest";
import { arrowFor, eyesInFrame, lay, type Matrix, onto, placeGhost } from "./ghostplace";
import type { Target } from "./guidance";
import type { Point } from "./models";

const target = (values: Partial<Target> = {}): Target => ({
  series: "s",
  view: "frontal",
  pose: { yaw: 0, pitch: 0, roll: 0 },
  eyeSpan: 0.2,
  eyesMiddle: { x: 0.5, y: 0.4 },
  mouthOpen: null,
  eyesOpen: null,
  smile: null,
  light: null,
  ...values,
});
const ghost = {
  eyes: { right: { x: 411.5, y: 630 }, left: { x: 667.5, y: 630 } },
  size: { width: 1080, height: 1350 },
};
const through = ([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});
const near = (got: Point, x: number, y: number) => {
  expect(got.x).toBeCloseTo(x, 6);
  expect(got.y).toBeCloseTo(y, 6);
};

describe("a frame on the stage", () => {
  it("covers it wholly and stands in its middle", () => {
    expect(lay({ width: 480, height: 640 }, { width: 390, height: 600 })).toEqual({ scale: 0.9375, x: -30, y: 0 });
    expect(lay({ width: 640, height: 480 }, { width: 800, height: 390 })).toEqual({ scale: 1.25, x: 0, y: -105 });
  });
});

it("is shown whole where it lies across the stage", () => {
  expect(lay({ width: 640, height: 480 }, { width: 320, height: 600 })).toEqual({ scale: 0.5, x: 0, y: 180 });
});

describe("the eyes of a matching photo", () => {
  it("lie where the baseline's lay, as shares of the frame", () => {
    const eyes = eyesInFrame(target(), { width: 480, height: 640 });
    near(eyes?.right ?? { x: 0, y: 0 }, 176, 256);
    near(eyes?.left ?? { x: 0, y: 0 }, 304, 256);
  });

  it("are as far apart in a frame held across", () => {
    const eyes = eyesInFrame(target(), { width: 640, height: 480 });
    near(eyes?.right ?? { x: 0, y: 0 }, 256, 192);
    near(eyes?.left ?? { x: 0, y: 0 }, 384, 192);
  });

  it("tilt with the head: to the subject's left shoulder, the left eye is the lower one", () => {
    const eyes = eyesInFrame(target({ pose: { yaw: 0, pitch: 0, roll: 90 } }), { width: 480, height: 640 });
    near(eyes?.left ?? { x: 0, y: 0 }, 240, 320);
  });

  it("are unknown where the target does not say", () => {
    expect(eyesInFrame(target({ eyeSpan: null }), { width: 480, height: 640 })).toBeNull();
    expect(eyesInFrame(target({ eyesMiddle: null }), { width: 480, height: 640 })).toBeNull();
  });
});

describe("the ghost", () => {
  it("has its eyes there, for whatever shape of frame and stage", () => {
    for (const frame of [
      { width: 480, height: 640 },
      { width: 1920, height: 1080 },
    ])
      for (const stage of [
        { width: 390, height: 600 },
        { width: 700, height: 390 },
      ])
        for (const roll of [0, 7, -12]) {
          const wanted = target({ pose: { yaw: 0, pitch: 0, roll } });
          const placed = placeGhost(ghost, wanted, frame, stage);
          const laid = lay(frame, stage);
          const eyes = eyesInFrame(wanted, frame);
          if (!eyes) throw new Error("The target says where they are.");
          for (const side of ["right", "left"] as const)
            near(
              through(placed, ghost.eyes[side]),
              eyes[side].x * laid.scale + laid.x,
              eyes[side].y * laid.scale + laid.y,
            );
        }
  });

  it("is turned and scaled, never mirrored or reshaped", () => {
    const [a, b, c, d] = onto(ghost.eyes, { right: { x: 10, y: 20 }, left: { x: 90, y: 60 } });
    expect([a, b]).toEqual([d, -c]);
    expect(a * d - b * c).toBeGreaterThan(0);
  });

  it("fills the stage where nobody knows of eyes", () => {
    const stage = { width: 390, height: 600 };
    const whole: Matrix = [390 / 1080, 0, 0, 390 / 1080, 0, (600 - 487.5) / 2];
    expect(placeGhost({ ...ghost, eyes: null }, target(), { width: 480, height: 640 }, stage)).toEqual(whole);
    expect(placeGhost(ghost, null, { width: 480, height: 640 }, stage)).toEqual(whole);
    expect(placeGhost(ghost, target({ eyeSpan: null }), { width: 480, height: 640 }, stage)).toEqual(whole);
  });
});

describe("an arrow", () => {
  it.each([
    ["turn_left", "right", "left"],
    ["move_right", "left", "right"],
    ["tilt_left", "clockwise", "counter"],
    ["chin_up", "up", "up"],
    ["closer", "in", "in"],
    ["light_left", null, null],
    ["no_face", null, null],
  ] as const)("for %s shows %s, and in a mirror %s", (code, plain, mirrored) => {
    expect([arrowFor(code, false), arrowFor(code, true)]).toEqual([plain, mirrored]);
  });
});
