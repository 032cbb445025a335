import { expect, it } from "vitest";
import { calendarFile } from "./calendarfile";

const reminder = { id: "7b0c", weekdays: [1, 3, 5], at: "08:05" };
const words = { title: "Photo", body: "Open the app." };
// A Thursday.
const now = new Date("2026-03-12T22:30:00Z");
const linesOf = (text: string) => text.split("\r\n");

it("repeats weekly from the next of its days, at a time that floats", () => {
  const lines = linesOf(calendarFile(reminder, words, now, "2026-03-12"));
  expect(lines).toContain("DTSTART:20260313T080500");
  expect(lines).toContain("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR");
  expect(lines).toContain("DTSTAMP:20260312T223000Z");
  expect(lines).toContain("UID:7b0c@likeness");
  expect(lines.slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
  expect(lines.slice(-2)).toEqual(["END:VCALENDAR", ""]);
  expect(lines.filter((line) => line.startsWith("TRIGGER"))).toEqual(["TRIGGER:PT0S"]);
});

it.each([
  [[4], "2026-03-12", "20260312"],
  [[3], "2026-03-12", "20260318"],
  [[7], "2026-12-31", "20270103"],
  [[1, 2, 3, 4, 5, 6, 7], "2026-02-28", "20260228"],
])("starts on a day of its own: %j from %s on", (weekdays, today, day) => {
  const text = calendarFile({ ...reminder, weekdays }, words, now, today);
  expect(text).toContain(`DTSTART:${day}T080500\r\n`);
});

it("escapes and folds what is said, and cuts no character in two", () => {
  const title = `Foto; heute, ${"ü".repeat(80)}صورة\nzwei`;
  const text = calendarFile(reminder, { title, body: "" }, now, "2026-03-12");
  for (const line of linesOf(text)) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  const unfolded = text.replaceAll("\r\n ", "");
  expect(unfolded).toContain(`SUMMARY:Foto\\; heute\\, ${"ü".repeat(80)}صورة\\nzwei\r\n`);
});
