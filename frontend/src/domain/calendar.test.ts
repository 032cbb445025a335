import { describe, expect, it } from "vitest";
import { addDays, addMonths, monthsBetween, weeksOf } from "./calendar";

describe("months", () => {
  it.each([
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-03", -24, "2024-03"],
    ["2026-03", 0, "2026-03"],
  ])("%s and %d more is %s", (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  it("are listed newest first, both ends included", () => {
    expect(monthsBetween("2025-11-30", "2026-02-01")).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
    expect(monthsBetween("2026-02-01", "2026-02-28")).toEqual(["2026-02"]);
    expect(monthsBetween("2026-03-01", "2026-02-28")).toEqual([]);
  });
});

it("counts days over the ends of months, leap years and the change to summer time", () => {
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
});

describe("a sheet", () => {
  it("holds every day of its month once, in whole weeks from Monday", () => {
    for (let month = "2023-12"; month < "2027-02"; month = addMonths(month, 1)) {
      const days = weeksOf(month).flat();
      const own = days.filter((day) => day.startsWith(month));
      expect(new Set(own).size).toBe(new Date(Date.parse(`${addMonths(month, 1)}-01`) - 1).getUTCDate());
      expect(days.length % 7).toBe(0);
      expect(new Date(days[0] ?? "").getUTCDay()).toBe(1);
      expect(days).toEqual(days.toSorted());
    }
  });

  it("shows no week that has no day of the month", () => {
    expect(weeksOf("2027-02")).toHaveLength(4);
    expect(weeksOf("2026-03").at(-1)).toContain("2026-03-31");
  });
});
