import { describe, expect, it } from "vitest";
import {
  crossPath,
  dateTicks,
  decimals,
  dotPath,
  linear,
  linePath,
  placeWords,
  ringPath,
  spread,
  tickPath,
  ticks,
} from "./chart";

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const dates = (from: string, to: string, count: number) =>
  dateTicks([day(from), day(to)], count).map(({ at, unit }) => `${new Date(at).toISOString().slice(0, 10)} ${unit}`);

describe("a scale", () => {
  it("maps ends to ends, upside down too, and goes on beyond them", () => {
    const down = linear([0, 10], [100, 0]);
    expect([down(0), down(5), down(10), down(15)]).toEqual([100, 50, 0, -50]);
  });

  it("puts what has no extent in the middle", () => {
    expect(linear([3, 3], [0, 100])(3)).toBe(50);
  });
});

describe("the values shown", () => {
  it("have room around them and are never blown up beyond what is asked for", () => {
    const [low, high] = spread([2, 2.1], [], 1);
    expect(low).toBeLessThan(1.6);
    expect(high).toBeGreaterThan(2.5);
    expect(high - low).toBeGreaterThan(1);
  });

  it("take in the band, leave out what is no number, and stand without any", () => {
    const [low, high] = spread([1, Number.NaN], [-4, 4]);
    expect([low < -4, high > 4]).toEqual([true, true]);
    expect(spread([], [], 2)).toEqual([-1, 1]);
  });
});

describe("ticks", () => {
  it.each([
    [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
    [[-0.31, 0.32], 4, [-0.2, 0, 0.2]],
    [[11.62, 12.08], 4, [11.8, 12]],
    [[-7, -2], 5, [-7, -6, -5, -4, -3, -2]],
    [[0.1, 0.7], 6, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    [[994, 1006], 3, [995, 1000, 1005]],
  ] as const)("of %j are round numbers within it", (range, count, expected) => {
    expect(ticks(range, count)).toEqual(expected);
  });

  it("are none where there is nothing to divide", () => {
    expect(ticks([2, 2], 4)).toEqual([]);
    expect(ticks([Number.NaN, 2], 4)).toEqual([]);
  });

  it("say how many decimals tell them apart", () => {
    expect([decimals([0, 2]), decimals([0.2, 0.4]), decimals([0.01, 0.02]), decimals([0, 50]), decimals([3])]).toEqual([
      0, 1, 2, 0, 1,
    ]);
  });

  it("never crowd, whatever the range", () => {
    for (const width of [0.003, 0.7, 1, 19, 4000]) {
      const found = ticks([-1.3, -1.3 + width], 4);
      expect(found.length, String(width)).toBeGreaterThanOrEqual(1);
      expect(found.length, String(width)).toBeLessThanOrEqual(6);
    }
  });
});

describe("dates below a chart", () => {
  it.each([
    ["2026-03-01", "2026-03-04", 5, ["2026-03-01 day", "2026-03-02 day", "2026-03-03 day", "2026-03-04 day"]],
    ["2026-03-01", "2026-03-20", 4, ["2026-03-01 day", "2026-03-08 day", "2026-03-15 day"]],
    ["2026-01-15", "2026-05-20", 4, ["2026-03-01 month", "2026-05-01 month"]],
    ["2025-12-15", "2026-04-02", 4, ["2026-01-01 month", "2026-02-01 month", "2026-03-01 month", "2026-04-01 month"]],
    [
      "2021-06-01",
      "2026-02-01",
      5,
      ["2022-01-01 year", "2023-01-01 year", "2024-01-01 year", "2025-01-01 year", "2026-01-01 year"],
    ],
    [
      "2004-06-01",
      "2026-02-01",
      5,
      ["2005-01-01 year", "2010-01-01 year", "2015-01-01 year", "2020-01-01 year", "2025-01-01 year"],
    ],
  ])("from %s to %s stand at starts of days, months or years", (from, to, count, expected) => {
    expect(dates(from, to, count)).toEqual(expected);
  });

  it("name one day where there is one", () => {
    expect(dates("2026-03-01", "2026-03-01", 4)).toEqual(["2026-03-01 day"]);
  });
});

describe("paths", () => {
  const dots = [
    { x: 1, y: 2.04 },
    { x: 3.25, y: 4 },
  ];

  it("are one element for any number of dots", () => {
    expect(linePath(dots)).toBe("M1 2L3.3 4");
    expect(dotPath(dots)).toBe("M1 2h0M3.3 4h0");
    expect(ringPath(dots.slice(0, 1), 3)).toBe("M-2 2a3 3 0 1 0 6 0a3 3 0 1 0 -6 0");
    expect(crossPath(dots.slice(0, 1), 3)).toBe("M1 2m-3 -3l6 6m-6 0l6 -6");
    expect(tickPath([1, 2], 10, 14)).toBe("M1 10V14M2 10V14");
  });

  it("draw no line through one dot", () => {
    expect(linePath(dots.slice(0, 1))).toBe("");
  });
});

describe("words along a line", () => {
  const place = (...words: [number, number][]) =>
    placeWords(
      words.map(([x, width]) => ({ x, width })),
      [10, 100],
      2,
      5,
    );

  it("start at their place, in one row where there is room", () => {
    expect(place([20, 30], [60, 30])).toEqual([
      { start: 20, row: 0 },
      { start: 60, row: 0 },
    ]);
  });

  it("stay inside, take a second row, and are left out where both are full", () => {
    expect(place([5, 30], [12, 30], [15, 30], [98, 30])).toEqual([
      { start: 10, row: 0 },
      { start: 12, row: 1 },
      null,
      { start: 70, row: 0 },
    ]);
  });
});
