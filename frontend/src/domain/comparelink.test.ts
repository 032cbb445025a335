import { describe, expect, it } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { type Asked, compareAddress, EVENLY, GRID_MOST, parseAsked, TOOLS } from "./comparelink";
import { byMonth, columnsFor, gridPhotos, spread } from "./griddates";
import { ZONES } from "./vocabulary";

const read = (address: string) => parseAsked(new URL(address, "http://here.invalid").searchParams);

describe("the address of a comparison", () => {
  it("is read back as it was written, for every tool and zone", () => {
    for (const tool of TOOLS)
      for (const zone of [null, ...ZONES])
        for (const dates of [EVENLY, { count: 12 }, { ids: ["p1", "p3", "p2"] }]) {
          const asked: Asked = { before: "a-1", after: "b-2", tool, zone, dates };
          expect(read(compareAddress(asked))).toEqual({ ...asked, dates: tool === "grid" ? dates : EVENLY });
        }
  });

  it.each([
    ["/compare", { before: "", after: "", tool: "side", zone: null, dates: EVENLY }],
    ["/compare?tool=magic&zone=nose", { before: "", after: "", tool: "side", zone: null, dates: EVENLY }],
    ["/compare?tool=grid&dates=99", { before: "", after: "", tool: "grid", zone: null, dates: { count: GRID_MOST } }],
    ["/compare?tool=grid&dates=0", { before: "", after: "", tool: "grid", zone: null, dates: { count: 2 } }],
    ["/compare?tool=grid&dates=a.a", { before: "", after: "", tool: "grid", zone: null, dates: EVENLY }],
    ["/compare?before=x&dates=..", { before: "x", after: "", tool: "side", zone: null, dates: EVENLY }],
  ])("%s is taken for what it says and no more", (address, asked) => {
    expect(read(address)).toEqual(asked);
  });

  it("never says that light is matched: a link opens with colours as taken", () => {
    expect(Object.keys(read("/compare?show=matched_light"))).not.toContain("show");
  });
});

const series = (days: readonly number[]) =>
  days.map((day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return samplePhoto({ id: `day-${day}`, taken_at: `${date}T08:00:00` });
  });
const days = (photos: readonly { id: string }[]) => photos.map((photo) => Number(photo.id.slice(4)));

describe("the dates of a grid", () => {
  it.each([
    [[0, 10, 20, 30, 40], 3, [0, 20, 40]],
    [[0, 1, 2, 3, 100], 3, [0, 3, 100]],
    [[0, 97, 98, 99, 100], 4, [0, 97, 98, 100]],
    [[0, 50, 100], 6, [0, 50, 100]],
    [[5], 2, [5]],
    [[], 2, []],
    [[7, 7.2, 7.4, 7.6], 3, [7, 7.2, 7.6]],
  ])("of %j, %i are %j", (all, count, chosen) => {
    expect(days(spread(series(all), count))).toEqual(chosen);
  });

  it("are as many as asked for, oldest first, none twice, with the ends, however they cluster", () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const all = Array.from({ length: 20 + seed }, (_, index) => Math.floor(((index * seed) % 37) ** 1.7) + index);
      const photos = series([...new Set(all)].toSorted((a, b) => a - b));
      const count = 2 + (seed % 11);
      const chosen = days(spread(photos, count));
      expect(chosen).toHaveLength(count);
      expect(chosen).toEqual([...new Set(chosen)].toSorted((a, b) => a - b));
      expect([chosen.at(0), chosen.at(-1)]).toEqual([days(photos).at(0), days(photos).at(-1)]);
    }
  });

  it("chosen by hand are those that are there, oldest first", () => {
    const photos = series([0, 1, 2]);
    expect(days(gridPhotos(photos, { ids: ["day-2", "gone", "day-0"] }))).toEqual([0, 2]);
    expect(gridPhotos(photos, { count: 2 })).toHaveLength(2);
  });
});

it.each([
  ["a pair of portraits on an upright phone: beside", 2, 390, 400, 0.8, 2],
  ["a pair of wide close-ups there: below one another", 2, 390, 400, 2, 1],
  ["a pair of square ones there: beside, since little is won", 2, 390, 400, 1.05, 2],
  ["a pair of wide ones on a desk", 2, 1200, 600, 2, 2],
  ["six on an upright phone", 6, 390, 500, 0.8, 3],
  ["twelve on a desk", 12, 1200, 640, 0.8, 6],
])("%s", (_name, count, width, height, aspect, columns) => {
  expect(columnsFor(count, width, height, aspect)).toBe(columns);
});

it("sets photos on their shelf month by month, newest first", () => {
  expect(byMonth(series([0, 5, 31, 70])).map(({ month, inside }) => [month, days(inside)])).toEqual([
    ["2024-03", [70]],
    ["2024-02", [31]],
    ["2024-01", [5, 0]],
  ]);
});
