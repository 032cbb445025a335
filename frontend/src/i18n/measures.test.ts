import { describe, expect, it } from "vitest";
import { sampleChange, sampleChanges, sampleChart } from "../../tests/measures";
import { MEASURES, NOT_COMPARED_REASONS } from "../domain/vocabulary";
import { en } from "./en";
import {
  amountText,
  changeNotes,
  changeText,
  differenceText,
  floorText,
  sourceText,
  summaryText,
  trendText,
} from "./measures";

describe("amounts", () => {
  it.each([
    [12.34, "mm", "12.3\u00a0mm"],
    [-3.06, "degree", "−3.1°"],
    [0.256, "ratio", "0.26"],
    [-0.01, "mm", "0.0\u00a0mm"],
  ] as const)("%d in %s reads %s", (value, unit, expected) => {
    expect(amountText(value, unit)).toBe(expected);
  });

  it.each([
    [0.4, "mm", "+0.4\u00a0mm"],
    [-3.1, "degree", "−3.1°"],
    [0.001, "mm", "0.0\u00a0mm"],
    [-0.001, "ratio", "0.00"],
  ] as const)("as a difference, %d in %s reads %s", (value, unit, expected) => {
    expect(differenceText(value, unit)).toBe(expected);
  });
});

describe("a change", () => {
  it.each([
    [
      {},
      "Left brow height: +0.4\u00a0mm. Your own photo-to-photo variation is ±\u00a00.9\u00a0mm, so this may be nothing.",
    ],
    [
      { personal: false },
      "Left brow height: +0.4\u00a0mm. Typical photo-to-photo variation is ±\u00a00.9\u00a0mm, so this may be nothing.",
    ],
    [
      { measure: "jaw_angle_left", unit: "degree", value: -3.1, mdc: 1.6, exceeds: true },
      "Left jaw-line angle: −3.1°, more than your usual variation of ±\u00a01.6°. The photos cannot say why.",
    ],
    [
      { value: 4, exceeds: true, personal: false },
      "Left brow height: +4.0\u00a0mm, more than the typical variation of ±\u00a00.9\u00a0mm. The photos cannot say why.",
    ],
    [
      { before_photos: 3 },
      "Left brow height: +0.4\u00a0mm. Your own photo-to-photo variation is ±\u00a00.9\u00a0mm, so this may be nothing. Means of 3 and 1 photos of the two sittings.",
    ],
    [
      { verified: false },
      "Left brow height: +0.4\u00a0mm. Your own photo-to-photo variation is ±\u00a00.9\u00a0mm, so this may be nothing. Not verified: how far it varies was not measured on real photos of this kind.",
    ],
    [
      { measure: "jaw_angle_left", unit: "degree", value: -3.1, mdc: 1.6, verified: false },
      "Left jaw-line angle: −3.1°. This measure tells no change. Not verified: how far it varies was not measured on real photos of this kind.",
    ],
  ] as const)("%j is said with how sure it is, and never why", (values, expected) => {
    expect(changeText(sampleChange(values))).toBe(expected);
  });

  it("never says that a number is more than the same number", () => {
    expect(changeText(sampleChange({ value: 0.94, mdc: 0.91, exceeds: true }))).toContain("+0.94\u00a0mm, more than");
    expect(changeText(sampleChange({ value: 0.91, mdc: 0.94 }))).toContain("+0.91\u00a0mm");
  });
});

describe("a pair", () => {
  it.each([
    [sampleChanges(), "One measure is compared. It is within its photo-to-photo variation."],
    [
      sampleChanges({ changes: [sampleChange(), sampleChange({ exceeds: true })] }),
      "One of 2 measures differs by more than its photo-to-photo variation.",
    ],
    [
      sampleChanges({ changes: [sampleChange(), sampleChange({ verified: false, value: 9 })] }),
      "One measure is compared. It is within its photo-to-photo variation.",
    ],
    [
      sampleChanges({ changes: [sampleChange({ verified: false, value: 9 })] }),
      "Only measures that are not verified are compared. They tell no change.",
    ],
    [
      sampleChanges({ changes: [sampleChange({ exceeds: true })], one_sitting: true }),
      "Both photos are of one sitting: this shows how far photos vary, not a change.",
    ],
    [sampleChanges({ changes: [] }), "No measure of these two photos can be compared."],
  ])("is summed up in one line", (changes, expected) => {
    expect(summaryText(changes)).toBe(expected);
  });

  it("says what was left out and what was so soon after a session", () => {
    const side = { photo: "b", taken_at: "2026-03-02T08:00:00", hours_since_session: 4.6, same_day: true };
    const notes = changeNotes(
      sampleChanges({ after: side, left_out: [{ measure: "mouth_corner_left", reason: "expression" }] }),
    );
    expect(notes).toEqual([
      "The second photo was taken 5 h after a session. What is seen so soon can pass within a day.",
      "Left out, since the expression differs: Left mouth corner.",
    ]);
  });

  it("explains the bar where many are looked at, and “typical” where others speak", () => {
    const changes = [sampleChange({ personal: false }), sampleChange()];
    expect(changeNotes(sampleChanges({ changes }))).toHaveLength(2);
  });
});

describe("noise and trend", () => {
  const { floor } = sampleChart([]);

  it("say whose variation it is", () => {
    expect(floorText(floor, "mm")).toBe(
      "Typical photo-to-photo variation of other people is ±\u00a03.0\u00a0mm. From 10 sittings on, your own photos tell yours; 2 so far.",
    );
    expect(floorText({ ...floor, personal: true, sittings: 12 }, "mm")).toBe(
      "Your own photo-to-photo variation is ±\u00a03.0\u00a0mm, from 12 sittings.",
    );
  });

  it("give the line's interval, and never a cause", () => {
    const trend = { per_30_days: 0.2, low: -0.3, high: 0.7, exceeds: false, days: 9 };
    expect(trendText(null, "mm")).toBe("No trend yet: it takes photos of more days.");
    expect(trendText(trend, "mm")).toBe(
      "Along the line through your photos: +0.2\u00a0mm in 30 days, between −0.3\u00a0mm and +0.7\u00a0mm. That range includes no change.",
    );
    expect(trendText({ ...trend, low: 0.04, exceeds: true }, "mm")).toContain(
      "between +0.04\u00a0mm and +0.70\u00a0mm",
    );
  });
});

it("has words for every measure, unit and reason", () => {
  const keys = [
    ...MEASURES.flatMap((one) => [`measure.${one}`, `measure.${one}.what`]),
    ...NOT_COMPARED_REASONS.map((one) => `changes.left_out.${one}`),
  ];
  expect(keys.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  for (const measure of MEASURES) expect(sourceText(measure)).not.toBe("");
});
