import { describe, expect, it } from "vitest";
import { MODALITIES, PHOTO_STATES, REJECTION_REASONS, TAKEN_AT_SOURCES, VIEWS, ZONES } from "../domain/vocabulary";
import { en } from "./en";
import {
  bytes,
  clockTime,
  fieldText,
  fullDate,
  mediumDate,
  monthName,
  percent,
  problemText,
  rejectionText,
  t,
  weekdayDate,
} from "./index";

describe("dates", () => {
  it("show the wall time as stored, whatever its offset", () => {
    for (const offset of ["", "Z", "+14:00", "-12:00"]) {
      const text = `2026-03-12T23:45:00${offset}`;
      expect(fullDate(text)).toBe("12 March 2026");
      expect(clockTime(text)).toBe("23:45");
    }
  });

  it("are short where there is little room", () => {
    expect(mediumDate("2026-03-12T08:30:00")).toBe("12 Mar 2026");
    expect(weekdayDate("2026-03-12T08:30:00")).toBe("Thu 12 Mar");
    expect(monthName("2026-03")).toBe("March 2026");
  });
});

describe("words", () => {
  it("fill in values and choose the plural", () => {
    expect(t("compare.apart", { count: 1 })).toBe("1 day apart");
    expect(t("compare.apart", { count: 84 })).toBe("84 days apart");
    expect(t("compare.apart", { count: 1200 })).toBe("1,200 days apart");
    expect(t("compare.sliderValue", { percent: percent(0.6), date: fullDate("2026-03-12T08:30:00") })).toBe(
      "60\u00a0% of 12 March 2026",
    );
  });

  it("exist for every word of the vocabulary", () => {
    const keys = [
      ...VIEWS.map((view) => `view.${view}`),
      ...MODALITIES.map((modality) => `modality.${modality}`),
      ...ZONES.map((zone) => `zone.${zone}`),
      ...PHOTO_STATES.map((state) => `state.${state}`),
      ...REJECTION_REASONS.map((reason) => `rejection.${reason}`),
      ...TAKEN_AT_SOURCES.map((source) => `source.${source}`),
    ];
    expect(keys.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });
});

describe("problems", () => {
  it("are said in the catalogue's words by their code, with the limits", () => {
    expect(problemText({ code: "file_too_large", message: "413" })).toContain("60\u00a0MB");
    expect(problemText({ code: "too_many_pixels", message: "" })).toContain("60 million");
  });

  it("fall back to the server's own sentence, then to a plain one", () => {
    expect(problemText({ code: "brand_new", message: "The server says so." })).toBe("The server says so.");
    expect(problemText({ code: "brand_new", message: "" })).toBe(t("error.unknown"));
    expect(rejectionText({ reason: "brand_new", message: "Two left ears." })).toBe("Two left ears.");
  });

  it("of a field name limits and unit", () => {
    const text = fieldText({ code: "out_of_range", min: 0.5, max: 240 }, "minutes");
    expect(text).toBe("Must be between 0.5 and 240 minutes.");
    expect(fieldText(undefined)).toBe("");
  });
});

it("shows sizes in units that people know", () => {
  expect([bytes(12), bytes(34_100), bytes(4_240_000)]).toEqual(["12\u00a0bytes", "34\u00a0kB", "4.2\u00a0MB"]);
});
