import { describe, expect, it } from "vitest";
import { sampleAlignment, samplePhoto } from "../../tests/samples";
import { againstBaseline } from "../domain/alignment";
import type { Alignment } from "../domain/models";
import { ALIGNMENT_METHODS, HAND_POINTS } from "../domain/vocabulary";
import { againstText, methodText, qualityTexts, residualText } from "./alignment";
import { en } from "./en";

const how = (values: Partial<Alignment>, is_baseline = false) =>
  methodText(samplePhoto({ alignment: sampleAlignment(values), is_baseline }));
const against = (values: Partial<Alignment>) =>
  againstText(againstBaseline(sampleAlignment(values), sampleAlignment()));
const still = { yaw: 0, pitch: 0, roll: 0 };

describe("how a photo was aligned", () => {
  it("is said in words, with the reason where landmarks alone decided", () => {
    expect(how({})).toBe("Aligned automatically and refined to the baseline.");
    expect(how({ refined: false, refinement_reason: "no_gain" })).toBe(
      "Aligned by landmarks only: its pixels told no more than the landmarks.",
    );
    expect(how({ method: "points", refined: false })).toBe("Set by hand, by two marks.");
    expect(methodText(samplePhoto({ alignment: null }))).toBe("");
  });

  it("blames nothing on the baseline, and makes no reason up", () => {
    expect(how({ refined: false, refinement_reason: "no_reference" }, true)).toBe(
      "Aligned automatically, by landmarks.",
    );
    expect(how({ refined: false, refinement_reason: "brand_new" })).toBe("Aligned automatically, by landmarks.");
  });

  it("has words for every method, and marks", () => {
    const names = new Set(Object.values(HAND_POINTS).flat());
    const keys = [...ALIGNMENT_METHODS.map((one) => `alignment.${one}`), ...[...names].map((one) => `marks.${one}`)];
    expect(keys.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });

  it("names what is left, where there are landmarks to tell", () => {
    const baseline = samplePhoto({ is_baseline: true });
    const byHand = samplePhoto({ alignment: sampleAlignment({ method: "points" }) });
    expect(residualText(samplePhoto(), baseline)).toContain("1.2\u00a0% of the distance between the eyes");
    expect(residualText(byHand, baseline)).toBe("");
    expect(residualText(samplePhoto(), byHand)).toBe("");
    expect(residualText(baseline, null)).toBe("");
  });
});

describe("turn and distance", () => {
  it("are one sentence with their numbers", () => {
    expect(against({ pose: { ...still, yaw: 4.2 }, distance_ratio: 0.94 })).toBe(
      "Head turned 4° to the left, 6\u00a0% closer than the baseline.",
    );
    expect(against({ pose: { yaw: -3, pitch: -5, roll: 2.6 } })).toBe(
      "Head turned 3° to the right, chin 5° down, tilted 3° to the left shoulder.",
    );
    expect(against({ pose: { ...still, pitch: 3 } })).toBe("Chin 3° up.");
    expect(against({ pose: still, distance_ratio: 1.12 })).toBe("12\u00a0% farther away than the baseline.");
  });

  it("are alike within stated bounds, or said not to be known", () => {
    expect(against({})).toBe("Head and distance as in the baseline, within 2° and 2\u00a0%.");
    expect(against({ distance_ratio: null })).toBe(
      "Head held as in the baseline, within 2°. The distance cannot be told from these two pictures.",
    );
    expect(against({ pose: null })).toBe(
      "Distance as in the baseline, within 2\u00a0%. The turn of the head could not be measured.",
    );
    expect(against({ pose: null, distance_ratio: null })).toBe(
      "Neither the turn of the head nor the distance could be measured.",
    );
  });
});

it("says of the photo what makes comparing harder, and passes over codes it has no words for", () => {
  expect(qualityTexts(["blurred", "brand_new", "mouth_open"])).toEqual([
    "The picture is blurred where the face is.",
    "Mouth open.",
  ]);
});
