import { expect, it } from "vitest";
import { daysOf } from "./period";

const own = { from: "2026-01-05", to: "" };

it.each([
  ["month", "2026-03-12", { from: "2026-02-11", to: "2026-03-12" }],
  ["quarter", "2026-03-12", { from: "2025-12-13", to: "2026-03-12" }],
  ["year", "2024-12-31", { from: "2024-01-02", to: "2024-12-31" }],
  ["all", "2026-03-12", { from: null, to: null }],
  ["own", "2026-03-12", { from: "2026-01-05", to: null }],
] as const)("%s up to %s", (period, today, days) => {
  expect(daysOf(period, today, own)).toEqual(days);
});
