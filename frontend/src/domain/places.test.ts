import { describe, expect, it } from "vitest";
import { holds } from "./alignment";
import {
  apart,
  handPoints,
  looksSwapped,
  movedByKey,
  numberedFaces,
  placeOf,
  pointAt,
  pointIn,
  startMarks,
  swapped,
} from "./places";
import { VIEWS } from "./vocabulary";

const original = { width: 3000, height: 4000 };
const preview = { width: 810, height: 1080 };

describe("places in the picture", () => {
  it("are shares of it: pixel centres are whole numbers", () => {
    expect(placeOf({ x: -0.5, y: -0.5 }, original)).toEqual({ x: 0, y: 0 });
    expect(placeOf({ x: 1499.5, y: 3999.5 }, original)).toEqual({ x: 0.5, y: 1 });
  });

  it("become pixels of the original again, scaled as the preview was", () => {
    const inPreview = { x: (405 + 0.5) / preview.width, y: (540 + 0.5) / preview.height };
    const point = pointAt(inPreview, original);
    // One pixel of the preview is original.width / preview.width = 3.7 pixels of the original.
    expect(point.x).toBeCloseTo(405.5 * (3000 / 810) - 0.5, 9);
    expect(point.y).toBeCloseTo(540.5 * (4000 / 1080) - 0.5, 9);
    const there = { x: 123.25, y: 3210.75 };
    expect(pointAt(placeOf(there, original), original).x).toBeCloseTo(there.x, 9);
    expect(pointAt(placeOf(there, original), original).y).toBeCloseTo(there.y, 9);
  });

  it("never leave the original", () => {
    expect(pointAt({ x: 0, y: 1 }, original)).toEqual({ x: 0, y: 3999 });
  });

  it("move by arrow keys: one pixel of the picture shown, ten with Shift, and stop at its edge", () => {
    const start = { x: 0.5, y: 0.5 };
    expect(movedByKey(start, "ArrowRight", false, preview)?.x).toBeCloseTo(0.5 + 1 / 810, 12);
    expect(movedByKey(start, "ArrowUp", true, preview)?.y).toBeCloseTo(0.5 - 10 / 1080, 12);
    expect(movedByKey({ x: 0, y: 0.5 }, "ArrowLeft", true, preview)).toEqual({ x: 0, y: 0.5 });
    expect(movedByKey(start, "Tab", false, preview)).toBeUndefined();
  });
});

describe("the two marks", () => {
  it("are those of the view, and stand the right way round in each", () => {
    for (const view of VIEWS) {
      const marks = startMarks(view, null, original);
      expect(marks.map(({ name }) => name)).toEqual(
        view.startsWith("lateral") ? ["eye_corner", "ear"] : ["eye_right", "eye_left"],
      );
      expect(looksSwapped(view, marks)).toBe(false);
      expect(looksSwapped(view, swapped(marks))).toBe(true);
    }
  });

  it("start where they were set, and are sent as pixels of the original", () => {
    const points = [
      { name: "eye_right" as const, x: 1000, y: 1700 },
      { name: "eye_left" as const, x: 1900, y: 1712 },
    ];
    const sent = handPoints(startMarks("frontal", points, original), original);
    expect(sent.map(({ name }) => name)).toEqual(["eye_right", "eye_left"]);
    expect(sent[1]?.x).toBeCloseTo(1900, 9);
    expect(apart(sent)).toBeCloseTo(Math.hypot(900, 12), 6);
  });

  it("start anew where those set belong to another view", () => {
    const points = [{ name: "ear" as const, x: 1, y: 1 }];
    expect(startMarks("frontal", points, original)).toEqual(startMarks("frontal", null, original));
  });
});

describe("several faces", () => {
  const at = (x: number, y: number) => ({ x, y, width: 100, height: 120 });

  it("are numbered from left to right as one sees them, whatever their size", () => {
    const [right, left, middle] = [at(800, 90), at(10, 100), at(400, 110)];
    const numbered = numberedFaces([right, left, middle]);
    expect(numbered.map(({ face }) => face)).toEqual([left, middle, right]);
    expect(numbered.map(({ number, position }) => [number, position])).toEqual([
      [1, "left"],
      [2, "middle"],
      [3, "right"],
    ]);
  });

  it("are numbered from the top down when they stand above one another", () => {
    expect(numberedFaces([at(10, 800), at(20, 10)]).map(({ position }) => position)).toEqual(["top", "bottom"]);
  });

  it("are chosen by a point that lies in no other", () => {
    const large = { x: 0, y: 0, width: 300, height: 300 };
    const small = { x: 200, y: 200, width: 150, height: 150 };
    const point = pointIn(small, [large, small]);
    expect(holds(small, point)).toBe(true);
    expect(holds(large, point)).toBe(false);
    const alone = pointIn(large, [large]);
    expect(alone.x).toBeCloseTo(150, 9);
    expect(alone.y).toBeCloseTo(150, 9);
  });
});
