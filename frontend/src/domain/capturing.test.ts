import { describe, expect, it } from "vitest";
import {
  DEFAULT_SETTINGS,
  firstView,
  type Happening,
  isUndisturbed,
  nextView,
  Pacer,
  type Phase,
  photosAPress,
  readSettings,
  readViews,
  speaks,
  step,
  trackedViews,
} from "./capturing";

const explaining: Phase = { at: "explaining" };
const starting: Phase = { at: "starting" };
const live: Phase = { at: "live" };
const paused: Phase = { at: "paused" };
const denied: Phase = { at: "trouble", why: "denied" };
const counting = (left: number): Phase => ({ at: "counting", left });
const taking = (taken: number, of: number): Phase => ({ at: "taking", taken, of });
const review = (taken: number): Phase => ({ at: "review", taken });
const press: Happening = { kind: "press", timer: 0, burst: 1 };
const fail: Happening = { kind: "fail", why: "denied" };

describe("a photo on its way", () => {
  const table: [string, Phase, Happening, Phase][] = [
    ["the explanation was read", explaining, { kind: "start" }, starting],
    ["another try after trouble", denied, { kind: "start" }, starting],
    ["back at the screen", paused, { kind: "start" }, starting],
    ["the other camera", live, { kind: "start" }, starting],
    ["there is a picture", starting, { kind: "ready" }, live],
    ["there is none", starting, fail, denied],
    ["the shutter", live, press, taking(0, 1)],
    ["the shutter for three", live, { ...press, burst: 3 }, taking(0, 3)],
    ["the shutter with the timer", live, { ...press, timer: 10 }, counting(10)],
    ["a second of it", counting(10), { kind: "tick", burst: 1 }, counting(9)],
    ["its last", counting(1), { kind: "tick", burst: 3 }, taking(0, 3)],
    ["the shutter while it runs", counting(7), press, live],
    ["the shutter by itself", live, { kind: "match", burst: 3 }, taking(0, 3)],
    ["the first of three", taking(0, 3), { kind: "kept" }, taking(1, 3)],
    ["the last of three", taking(2, 3), { kind: "kept" }, review(3)],
    ["the only one", taking(0, 1), { kind: "kept" }, review(1)],
    ["the only one failed", taking(0, 1), { kind: "spoilt" }, live],
    ["the third of three failed", taking(2, 3), { kind: "spoilt" }, review(2)],
    ["on to the next", review(1), { kind: "again" }, live],
    ["hidden", live, { kind: "pause" }, paused],
    ["hidden while the timer runs", counting(4), { kind: "pause" }, paused],
    ["hidden before there was a picture", starting, { kind: "pause" }, paused],
  ];
  it.each(table)("%s", (_name, before, happening, after) => {
    expect(step(before, happening)).toEqual(after);
  });

  const ignored: [string, Phase, Happening][] = [
    ["a press while a photo is being taken", taking(0, 3), press],
    ["a press in the review", review(1), press],
    ["a press before there is a picture", starting, press],
    ["a match while the timer runs", counting(2), { kind: "match", burst: 1 }],
    ["a match in the review", review(1), { kind: "match", burst: 1 }],
    ["a second after the timer was called off", live, { kind: "tick", burst: 1 }],
    ["a picture after the page was hidden", paused, { kind: "ready" }],
    ["a failure after the page was hidden", paused, fail],
    ["hiding while a photo is being kept", taking(1, 3), { kind: "pause" }],
    ["hiding in the review", review(1), { kind: "pause" }],
    ["starting twice", starting, { kind: "start" }],
    ["starting in the review", review(1), { kind: "start" }],
    ["“kept” with nothing under way", live, { kind: "kept" }],
    ["“spoilt” with nothing under way", live, { kind: "spoilt" }],
    ["“again” with nothing taken", live, { kind: "again" }],
  ];
  it.each(ignored)("is not moved by %s", (_name, phase, happening) => {
    expect(step(phase, happening)).toBe(phase);
  });

  it("is left undisturbed but where there is no camera", () => {
    const phases = [explaining, denied, starting, live, counting(1), taking(0, 1), review(1), paused];
    expect(phases.map(isUndisturbed)).toEqual([false, false, true, true, true, true, true, true]);
  });
});

it("takes three for the first photos of a series, and as the setting says after that", () => {
  const counts = [0, 1, 2, 3, 40, null];
  expect(counts.map((there) => photosAPress("first", there))).toEqual([3, 3, 3, 1, 1, 1]);
  expect(counts.map((there) => photosAPress("always", there))).toEqual([3, 3, 3, 3, 3, 3]);
  expect(counts.map((there) => photosAPress("never", there))).toEqual([1, 1, 1, 1, 1, 1]);
});

describe("a sitting", () => {
  it("walks through the views that were chosen, else those with photos, else the frontal one", () => {
    const series = [{ view: "lateral_left" }, { view: "frontal" }] as const;
    expect(trackedViews(null, series)).toEqual(["frontal", "lateral_left"]);
    expect(trackedViews(["lateral_right", "oblique_left"], series)).toEqual(["oblique_left", "lateral_right"]);
    expect(trackedViews([], series)).toEqual(["frontal", "lateral_left"]);
    expect(trackedViews(null, [])).toEqual(["frontal"]);
  });

  it("goes round to what is missing, and ends", () => {
    const three = ["frontal", "oblique_left", "lateral_left"] as const;
    expect(nextView(three, new Set(["frontal"]), "frontal")).toBe("oblique_left");
    expect(nextView(three, new Set(["lateral_left"]), "lateral_left")).toBe("frontal");
    expect(nextView(three, new Set(three), "lateral_left")).toBeNull();
    expect(nextView(three, new Set(), "oblique_right")).toBe("frontal");
    expect(nextView(["frontal"], new Set(), "frontal")).toBeNull();
  });

  it("begins with what was asked for, else with the first that is missing", () => {
    const two = ["frontal", "oblique_left"] as const;
    expect(firstView("lateral_right", two, new Set())).toBe("lateral_right");
    expect(firstView("sideways", two, new Set(["frontal"]))).toBe("oblique_left");
    expect(firstView(null, two, new Set(two))).toBe("frontal");
    expect(firstView(null, [], new Set())).toBe("frontal");
  });

  it("keeps its views as text", () => {
    expect(readViews("oblique_left,frontal")).toEqual(["frontal", "oblique_left"]);
    expect([readViews(null), readViews(""), readViews("sideways")]).toEqual([null, null, null]);
  });
});

it("reads settings back, and takes the default for whatever is strange", () => {
  const mine = { ...DEFAULT_SETTINGS, facing: "environment", overlay: "onion", opacity: 0, timer: 10, auto: false };
  expect(readSettings(JSON.stringify(mine))).toEqual(mine);
  const strange = { facing: "sideways", overlay: 3, opacity: 7, grid: "yes", timer: 5, burst: null, vibration: 1 };
  for (const text of [null, "", "null", "7", "{", JSON.stringify(strange)])
    expect(readSettings(text)).toEqual(DEFAULT_SETTINGS);
});

it("speaks in profiles only, unless it is set otherwise", () => {
  expect([speaks("unseen", "lateral_left"), speaks("unseen", "frontal")]).toEqual([true, false]);
  expect([speaks("never", "lateral_left"), speaks("always", "frontal")]).toEqual([false, true]);
});

describe("what is said aloud", () => {
  const said = (feed: [string, number][]) => {
    const pacer = new Pacer(500, 2000, 6000);
    return feed.filter(([text, at]) => pacer.feed(text, at)).map(([text, at]) => `${text} ${at}`);
  };
  it("has to last before it is said, so that a flicker is not heard", () => {
    expect(
      said([
        ["a", 0],
        ["b", 100],
        ["a", 200],
        ["a", 600],
        ["a", 700],
      ]),
    ).toEqual(["a 700"]);
  });
  it("keeps a distance from what was said before", () => {
    expect(
      said([
        ["a", 0],
        ["a", 500],
        ["b", 600],
        ["b", 1200],
        ["b", 2499],
        ["b", 2500],
      ]),
    ).toEqual(["a 500", "b 2500"]);
  });
  it("repeats itself rarely", () => {
    expect(
      said([
        ["a", 0],
        ["a", 500],
        ["a", 3000],
        ["a", 6499],
        ["a", 6500],
      ]),
    ).toEqual(["a 500", "a 6500"]);
  });
  it("is nothing where there is nothing to say", () => {
    expect(
      said([
        ["", 0],
        ["", 9000],
      ]),
    ).toEqual([]);
  });
});
