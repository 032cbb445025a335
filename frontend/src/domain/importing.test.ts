import { expect, it } from "vitest";
import { viewOf } from "./importing";

it.each([
  [0, "frontal"],
  [-20, "frontal"],
  [-35, "oblique_left"],
  [40, "oblique_right"],
  [-80, "lateral_left"],
  [95, "lateral_right"],
] as const)("a turn of %d° shows %s", (yaw, view) => {
  expect(viewOf({ yaw, pitch: 3, roll: 1 })).toBe(view);
});
