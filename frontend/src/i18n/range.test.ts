import { expect, it } from "vitest";
import { dayRange } from "./range";

/** Which spaces stand round the dash is the browser's own business. */
const spaceless = (text: string) => text.replace(/\s+/g, "");

it("days from one to another name a month that they share once, and one day once", () => {
  expect(spaceless(dayRange("2026-11-15T08:00:00", "2026-11-17T19:00:00"))).toBe("15–17Nov");
  expect(spaceless(dayRange("2026-10-28T08:00:00", "2026-11-03T19:00:00"))).toBe("28Oct–3Nov");
  expect(dayRange("2026-11-15T08:00:00+13:00", "2026-11-15T19:00:00")).toBe("15 Nov");
});
