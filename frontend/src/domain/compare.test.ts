import { describe, expect, it } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { canMatchLight, comparable, earlyPair, pictures, proposePair, proposeSeries, sliderStep } from "./compare";
import type { Photo } from "./models";

const march = samplePhoto({ id: "march", taken_at: "2026-03-12T08:30:00" });
const april = samplePhoto({ id: "april", taken_at: "2026-04-12T08:30:00", is_baseline: true });
const may = samplePhoto({ id: "may", taken_at: "2026-05-12T08:30:00" });
const june = samplePhoto({ id: "june", taken_at: "2026-06-12T08:30:00" });
const all = [june, april, march, may];
const ids = (pair: ReturnType<typeof proposePair>) => pair && [pair.first.id, pair.second.id];

describe("the pair proposed", () => {
  it("is the baseline and the latest", () => {
    expect(ids(proposePair(all))).toEqual(["april", "june"]);
  });

  it("is the oldest and the latest without a baseline", () => {
    expect(ids(proposePair([june, march, may]))).toEqual(["march", "june"]);
  });

  it("is the oldest and the latest when the baseline is the latest, the earlier at the left", () => {
    expect(ids(proposePair([march, april]))).toEqual(["march", "april"]);
  });

  it("is what was asked for, in the order asked", () => {
    expect(ids(proposePair(all, { first: "may", second: "march" }))).toEqual(["may", "march"]);
  });

  it("sets one photo asked for beside the latest, the older one first", () => {
    expect(ids(proposePair(all, { first: "march" }))).toEqual(["march", "june"]);
    expect(ids(proposePair(all, { first: "june" }))).toEqual(["april", "june"]);
    expect(ids(proposePair(all, { second: "may" }))).toEqual(["may", "june"]);
  });

  it("leaves out ids that are not there, and never shows one photo twice", () => {
    expect(ids(proposePair(all, { first: "gone", second: "also-gone" }))).toEqual(["april", "june"]);
    const pair = proposePair(all, { first: "may", second: "may" });
    expect(pair?.first.id).not.toBe(pair?.second.id);
  });

  it("is none with fewer than two aligned photos", () => {
    expect(proposePair([march, samplePhoto({ id: "x", state: "rejected" })])).toBeNull();
    expect(proposePair([])).toBeNull();
  });
});

describe("the pair shown before the whole series is here", () => {
  const decisive = (series: readonly Photo[], asked: { first?: string; second?: string }) =>
    series.filter(
      (photo) =>
        photo.is_baseline ||
        photo.id === comparable(series).at(-1)?.id ||
        [asked.first, asked.second].includes(photo.id),
    );

  it("is none, or the very pair that the whole series will give, whatever was asked for", () => {
    const ids = [undefined, "march", "april", "may", "june", "gone"];
    let early = 0;
    for (const series of [all, [march, may, june], [march, april], [april, june]])
      for (const first of ids)
        for (const second of ids) {
          const asked = { ...(first && { first }), ...(second && { second }) };
          const pair = earlyPair(decisive(series, asked), asked);
          if (!pair) continue;
          early += 1;
          expect(pair).toEqual(proposePair(series, asked));
        }
    expect(early).toBeGreaterThan(50);
  });

  it("waits for the oldest where that is needed", () => {
    expect(earlyPair([april], {})).toBeNull();
    expect(earlyPair([june, may], {})).toBeNull();
  });
});

it("compares aligned photos only, oldest first", () => {
  const received = samplePhoto({ id: "r", state: "received" });
  expect(comparable([june, received, march]).map((photo) => photo.id)).toEqual(["march", "june"]);
});

it("opens with the series that holds most photos, the frontal one when equal", () => {
  const one = (view: "frontal" | "lateral_left", photo_count: number) => ({
    id: view,
    subject: "s",
    view,
    baseline: null,
    photo_count,
  });
  expect(proposeSeries([one("lateral_left", 3), one("frontal", 3)])?.view).toBe("frontal");
  expect(proposeSeries([one("lateral_left", 4), one("frontal", 3)])?.view).toBe("lateral_left");
  expect(proposeSeries([one("frontal", 0)])).toBeUndefined();
});

it("moves the slider by keys, within the picture", () => {
  expect(sliderStep("ArrowRight", 50)).toBe(52);
  expect(sliderStep("ArrowLeft", 1)).toBe(0);
  expect(sliderStep("PageUp", 95)).toBe(100);
  expect(sliderStep("Home", 50)).toBe(0);
  expect(sliderStep("End", 50)).toBe(100);
  expect(sliderStep("a", 50)).toBeUndefined();
});

describe("the pictures of a pair", () => {
  const matched = {
    spec: "matched_light",
    url: "/matched",
    width: 1080,
    height: 1350,
    media_type: "image/jpeg",
  } as const;
  const withMatch = (photo: typeof march) => ({ ...photo, renditions: [...photo.renditions, matched] });

  it("are aligned, or unaligned, as wanted", () => {
    expect(pictures({ first: march, second: june }, "aligned")?.firstPicture.url).toBe("/aligned");
    expect(pictures({ first: march, second: june }, "preview")?.secondPicture.url).toBe("/preview");
    const bare = { ...june, renditions: [] };
    expect(pictures({ first: march, second: bare }, "aligned")).toBeNull();
  });

  it("have matched light only where both have it, and are as taken elsewhere", () => {
    const both = { first: withMatch(march), second: withMatch(june) };
    expect(canMatchLight(both)).toBe(true);
    expect(pictures(both, "matched_light")).toMatchObject({
      showing: "matched_light",
      firstPicture: { url: "/matched" },
    });
    const one = { first: march, second: withMatch(june) };
    expect(canMatchLight(one)).toBe(false);
    expect(pictures(one, "matched_light")).toMatchObject({ showing: "aligned", secondPicture: { url: "/aligned" } });
    expect(canMatchLight({ first: march, second: june })).toBe(false);
  });

  it("show the baseline as taken beside a photo matched to it", () => {
    const pair = { first: april, second: withMatch(june) };
    expect(canMatchLight(pair)).toBe(true);
    expect(pictures(pair, "matched_light")).toMatchObject({
      showing: "matched_light",
      firstPicture: { url: "/aligned" },
      secondPicture: { url: "/matched" },
    });
  });
});
