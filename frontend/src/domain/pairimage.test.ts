import { describe, expect, it } from "vitest";
import { type Font, fitted, imageName, layOut, SHEET_WIDTH, type Words, wrap } from "./pairimage";
import { FRAME_ASPECT, FRAME_HEIGHT, paneAspect, startOf, WHOLE } from "./zoom";

const measure = (text: string, font: Font) => text.length * font.size * 0.55;
const words: Words = {
  first: ["12 March 2026", "Baseline"],
  second: ["4 June 2026"],
  apart: "84 days apart",
  verdict: `Compare with care: ${"head turned 4° more to the left, ".repeat(8)}light stronger from the right.`,
  notes: ["2 of 40 photos of this view", "Aligned by rotation, scale and shift only."],
};

describe("the sheet of a pair", () => {
  it.each([
    ["the whole frame", FRAME_ASPECT, { first: WHOLE, second: WHOLE }],
    [
      "a wide close-up",
      paneAspect("under_eye_left"),
      { first: startOf("under_eye_left"), second: startOf("under_eye_left") },
    ],
  ])("holds every word of %s, inside its edges, below its pictures and none over another", (_name, aspect, zooms) => {
    const sheet = layOut(words, aspect, zooms, measure);
    const said = sheet.lines.map((line) => line.text).join(" ");
    for (const part of [...words.first, ...words.second, words.apart, words.verdict, ...words.notes])
      expect(said).toContain(part);
    for (const line of sheet.lines) {
      expect(line.x).toBeGreaterThanOrEqual(0);
      expect(line.x + measure(line.text, line.font)).toBeLessThanOrEqual(SHEET_WIDTH);
      expect(line.y).toBeLessThan(sheet.height);
      for (const { box } of sheet.panes) {
        const beside = line.x >= box.left + box.width || line.x + measure(line.text, line.font) <= box.left;
        const apart = line.y - line.font.size >= box.top + box.height || line.y <= box.top;
        expect(beside || apart).toBe(true);
      }
    }
    const full = sheet.lines.filter((line) => line.font.size !== 60);
    const ys = full.map((line) => line.y);
    expect(ys).toEqual(ys.toSorted((a, b) => a - b));
  });

  it("stands whole faces beside one another and wide close-ups below one another, in one scale", () => {
    const beside = layOut(words, FRAME_ASPECT, { first: WHOLE, second: WHOLE }, measure).panes;
    expect(beside[0].box.top).toBe(beside[1].box.top);
    expect(beside[1].box.left).toBeGreaterThanOrEqual(beside[0].box.left + beside[0].box.width);
    const zoom = startOf("forehead");
    const stacked = layOut(words, paneAspect("forehead"), { first: zoom, second: zoom }, measure).panes;
    expect(stacked[0].box.left).toBe(stacked[1].box.left);
    for (const [a, b] of [beside, stacked]) {
      expect([a.box.width, a.box.height]).toEqual([b.box.width, b.box.height]);
      expect([a.frame.width, a.frame.height]).toEqual([b.frame.width, b.frame.height]);
      expect(a.frame.left - a.box.left).toBeCloseTo(b.frame.left - b.box.left, 6);
      expect(a.frame.height / a.frame.width).toBeCloseTo(FRAME_HEIGHT, 2);
    }
  });
});

it("breaks lines between words, and nowhere else", () => {
  const font = { size: 10, isBold: false };
  expect(wrap("one two three", 60, font, measure)).toEqual(["one two", "three"]);
  expect(wrap("incomprehensibilities it", 20, font, measure)).toEqual(["incomprehensibilities", "it"]);
  expect(wrap("", 60, font, measure)).toEqual([]);
  for (let width = 10; width < 500; width += 7) {
    const lines = wrap(words.verdict, width, font, measure);
    expect(lines.join(" ")).toBe(words.verdict);
    for (const line of lines) if (line.includes(" ")) expect(measure(line, font)).toBeLessThanOrEqual(width);
  }
});

it("fits a picture of another shape whole into the frame", () => {
  const frame = { left: 10, top: 20, width: 80, height: 100 };
  expect(fitted(frame, { width: 800, height: 1000 })).toEqual(frame);
  expect(fitted(frame, { width: 100, height: 100 })).toEqual({ left: 10, top: 30, width: 80, height: 80 });
});

it("is named by its dates", () => {
  expect(imageName("2026-03-12T08:30:00+01:00", "2026-06-04T08:30:00", "jpeg")).toBe(
    "likeness-2026-03-12-2026-06-04.jpg",
  );
  expect(imageName("2026-03-12T08:30:00", "2026-06-04T08:30:00", "png")).toMatch(/\.png$/);
});
