import { expect, it } from "vitest";
import type { Series } from "./models";
import {
  filmable,
  filmSeconds,
  isUnderWay,
  NEW_TIMELAPSE,
  SPEEDS,
  type Timelapse,
  timelapseRequest,
  withTimelapse,
} from "./timelapse";
import { TIMELAPSE_SECONDS_A_PHOTO, TIMELAPSE_STATES } from "./vocabulary";

it("shows photos as taken unless asked otherwise, with their dates", () => {
  expect(timelapseRequest("s", NEW_TIMELAPSE)).toEqual({
    series: "s",
    from: null,
    to: null,
    format: "mp4",
    size: "standard",
    seconds_a_photo: 0.5,
    date_stamp: true,
    session_markers: false,
    matched_light: false,
    comparable_only: false,
  });
});

it.each([
  ["mp4", "large", "large"],
  ["webp", "large", "standard"],
  ["webp", "standard", "standard"],
] as const)("as %s, %s is asked for as %s", (format, size, asked) => {
  expect(timelapseRequest("s", { ...NEW_TIMELAPSE, format, size }).size).toBe(asked);
});

it("offers no speed that the server refuses", () => {
  const [low, high] = TIMELAPSE_SECONDS_A_PHOTO;
  for (const seconds of Object.values(SPEEDS)) {
    expect(seconds).toBeGreaterThanOrEqual(low);
    expect(seconds).toBeLessThanOrEqual(high);
  }
});

it("knows which films are still on their way", () => {
  expect(TIMELAPSE_STATES.filter((state) => isUnderWay({ state }))).toEqual(["queued", "rendering"]);
});

it.each([
  [12, 0.5, 6],
  [7, 0.2, 1.4],
  [3, 0.1, 0.3],
])("%i photos of %f s take %f s", (photo_count, seconds_a_photo, seconds) => {
  expect(filmSeconds({ photo_count, seconds_a_photo })).toBe(seconds);
});

it("keeps each film in its place, and puts a new one on top", () => {
  const film = (id: string, frames_done = 0) => ({ id, frames_done }) as Timelapse;
  const list = [film("b"), film("a")];
  expect(withTimelapse(list, film("a", 3))).toEqual([film("b"), film("a", 3)]);
  expect(withTimelapse(list, film("c"))).toEqual([film("c"), film("b"), film("a")]);
});

it("is offered for views with two photos, the largest first", () => {
  const one = (id: string, photo_count: number) => ({ id, photo_count }) as Series;
  expect(filmable([one("a", 1), one("b", 2), one("c", 9), one("d", 0)]).map(({ id }) => id)).toEqual(["c", "b"]);
});
