import { describe, expect, it } from "vitest";
import {
  compareWallTimes,
  daysApart,
  fromInput,
  inputValue,
  OFFSETS_IN_USE,
  offsetText,
  parseWallTime,
  wallTimeAt,
  wallTimeText,
} from "./walltime";

describe("a wall time", () => {
  it("keeps its own figures and offset through reading and writing", () => {
    for (const text of ["2026-03-12T08:30:00+01:00", "2026-03-12T08:30:00-09:30", "2026-03-12T08:30:00"]) {
      expect(wallTimeText(parseWallTime(text))).toBe(text);
    }
  });

  it("reads Z as an offset of nothing and drops fractions of a second", () => {
    expect(parseWallTime("2026-03-12T08:30:15.250Z")).toMatchObject({ second: 15, offsetMinutes: 0 });
  });

  it.each(["", "12 March 2026", "2026-02-30T08:00:00", "2026-13-01T08:00:00", "2026-03-12T25:00", "2026-03-12"])(
    "refuses %j",
    (text) => {
      expect(() => parseWallTime(text)).toThrow(RangeError);
    },
  );

  it("carries the offset that this machine had on that day", () => {
    const moment = new Date(2026, 6, 1, 12, 0, 0);
    const wall = wallTimeAt(moment);
    expect(wall).toMatchObject({ year: 2026, month: 7, day: 1, hour: 12 });
    expect(wall.offsetMinutes).toBe(-moment.getTimezoneOffset());
  });
});

describe("what a date field holds", () => {
  it("shows the local figures whatever the offset", () => {
    expect(inputValue("2026-03-12T08:30:00+13:00")).toBe("2026-03-12T08:30");
  });

  it("goes back with the offset given, or none when it is not known", () => {
    expect(fromInput("2026-03-12T08:30", 330)).toBe("2026-03-12T08:30:00+05:30");
    expect(fromInput("2026-03-12T08:30", null)).toBe("2026-03-12T08:30:00");
  });

  it("goes back with this machine's offset when none is said", () => {
    const local = -new Date(2026, 2, 12, 8, 30).getTimezoneOffset();
    expect(fromInput("2026-03-12T08:30")).toBe(`2026-03-12T08:30:00${offsetText(local)}`);
  });
});

describe("days apart", () => {
  it("counts calendar days of the local clocks, in either order", () => {
    expect(daysApart("2026-03-12T23:59:00+01:00", "2026-06-04T00:01:00+02:00")).toBe(84);
    expect(daysApart("2026-06-04T00:01:00", "2026-03-12T23:59:00")).toBe(84);
  });

  it("is not moved by offsets or by the change to summer time", () => {
    expect(daysApart("2026-03-28T12:00:00+01:00", "2026-03-30T12:00:00+02:00")).toBe(2);
    expect(daysApart("2026-03-12T00:30:00+14:00", "2026-03-12T23:30:00-12:00")).toBe(0);
  });

  it("counts a leap day", () => {
    expect(daysApart("2028-02-28T10:00:00", "2028-03-01T10:00:00")).toBe(2);
  });
});

it("orders by what the clocks showed, not by the moment", () => {
  expect(compareWallTimes("2026-03-12T08:00:00+14:00", "2026-03-12T09:00:00-12:00")).toBeLessThan(0);
});

it("offers offsets in order, each once, the odd ones included", () => {
  expect(OFFSETS_IN_USE).toEqual([...new Set(OFFSETS_IN_USE)].toSorted((a, b) => a - b));
  expect(OFFSETS_IN_USE).toEqual(expect.arrayContaining([-570, -210, 330, 345, 525, 765]));
});
