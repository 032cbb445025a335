import { describe, expect, it } from "vitest";
import type { Comparison, Reason, Verdict } from "../domain/verdict";
import { DIRECTIONS, REASON_CODES, REASON_UNITS } from "../domain/vocabulary";
import { en } from "./en";
import { isKey } from "./index";
import { amountText, comparisonText, countsText, noteTexts, verdictLine, verdictRows } from "./verdict";

const reason = (values: Partial<Reason>): Reason => ({
  code: "yaw",
  level: "caution",
  value: null,
  unit: null,
  direction: null,
  caution: null,
  not_comparable: null,
  ...values,
});
const yaw = reason({ value: 4.2, unit: "degrees", direction: "left", caution: 3, not_comparable: 6 });
const light = reason({ code: "light", value: 0.61, unit: "stops", direction: "right", caution: 0.35 });
const mouth = reason({ code: "mouth", level: "not_comparable", value: 7, unit: "percent", direction: "more" });
const camera = reason({ code: "camera", level: "unknown" });
const said = (verdict: Verdict["verdict"], ...reasons: Reason[]): Verdict => ({ verdict, reasons, within: [] });
const pair = (verdict: Verdict, values: Partial<Comparison> = {}): Comparison => ({
  before: { id: "a", taken_at: "2026-03-12T08:30:00+01:00" },
  after: { id: "b", taken_at: "2026-06-04T08:30:00+02:00" },
  days_apart: 84,
  same_day: false,
  hours_since_session: { before: null, after: null },
  instead: null,
  counts: { photos_of_view: 40, comparable: 12 },
  ...verdict,
  ...values,
});

describe("the line", () => {
  it.each([
    [said("good", camera), "Comparable."],
    [
      said("caution", yaw, light, camera),
      "Compare with care: head turned 4° more to the left, light stronger from the right.",
    ],
    [said("not_comparable", mouth, yaw), "Not comparable: mouth open in one of them."],
    [
      said("caution", reason({ code: "distance", value: 7.4, unit: "percent", direction: "farther" })),
      "Compare with care: camera 7\u00a0% farther away.",
    ],
    [
      said("caution", reason({ code: "distance", level: "unknown", unit: "percent" })),
      "Compare with care: the camera’s distance cannot be told from these files.",
    ],
    [
      said(
        "not_comparable",
        reason({ code: "eyes", level: "not_comparable", value: 3, unit: "percent", direction: "after" }),
      ),
      "Not comparable: eyes closed in the second photo.",
    ],
    [
      said("not_comparable", reason({ code: "flip", level: "not_comparable", direction: "before" })),
      "Not comparable: the first photo may be mirrored.",
    ],
    [said("caution", reason({ code: "mouth", direction: "less" })), "Compare with care: mouth less open."],
  ])("says %#", (verdict, line) => expect(verdictLine(verdict)).toBe(line));

  it("counts what does not fit, and never one alone", () => {
    const many = (["pitch", "smile", "exposure"] as const).map((code, index) =>
      reason({ code, direction: (["up", "more", "darker"] as const)[index] ?? null }),
    );
    expect(
      verdictLine(
        said("caution", yaw, light, reason({ code: "camera" }), reason({ code: "smile", direction: "more" })),
      ),
    ).toBe(
      "Compare with care: head turned 4° more to the left, light stronger from the right, another camera or lens, more of a smile.",
    );
    expect(verdictLine(said("caution", yaw, light, ...many))).toContain(", 2 more.");
  });

  it("proposes the photo that would do", () => {
    const comparison = pair(said("not_comparable", mouth), { instead: { id: "c", taken_at: "2026-04-03T08:00:00" } });
    expect(comparisonText(comparison)).toBe("Not comparable: mouth open in one of them. Try 3 April 2026 instead.");
    expect(comparisonText(pair(said("good")))).toBe("Comparable.");
  });
});

it("adds what is worth knowing, a sentence each, and of a session only the hours", () => {
  const notes = [
    reason({ code: "same_day", level: "note" }),
    reason({ code: "after_session", level: "note", value: 2.4, unit: "hours", direction: "after" }),
    reason({ code: "after_session", level: "note", value: 0.5, unit: "hours", direction: "before" }),
  ];
  expect(noteTexts(said("good", ...notes))).toEqual([
    "Same day: short-lived swelling may show.",
    "The second photo was taken 2 hours after a session: short-lived swelling may show.",
    "The first photo was taken less than an hour after a session: short-lived swelling may show.",
  ]);
});

it("says what the pair was chosen from", () => {
  expect(countsText(pair(said("good")))).toBe("12 of the 40 photos of this view are comparable with the first one.");
});

it("shows every number with what is allowed, and what is not known as not known", () => {
  const within = [reason({ code: "pitch", level: "good", value: 0.84, unit: "degrees", direction: "up", caution: 3 })];
  const rows = verdictRows({ verdict: "caution", reasons: [yaw, light, camera], within });
  expect(rows.map(({ what, difference, allowed }) => [what, difference, allowed])).toEqual([
    ["Turn to the side", "head turned 4° more to the left", "3°"],
    ["Direction of the light", "light stronger from the right (0.6\u00a0stops)", "0.4\u00a0stops"],
    ["Camera and lens", "Not known", ""],
    ["Chin up or down", "0.8°", "3°"],
  ]);
});

it("has words for every code, and for every direction that a code takes", () => {
  const notes = ["same_day", "after_session", "simulated"];
  const parts = REASON_CODES.filter((code) => !notes.includes(code));
  const without = parts.filter(
    (code) =>
      !isKey(`verdict.part.${code}`) && !DIRECTIONS.some((direction) => isKey(`verdict.part.${code}.${direction}`)),
  );
  expect(without).toEqual([]);
  expect(parts.filter((code) => !isKey(`verdict.name.${code}`))).toEqual([]);
  expect(REASON_UNITS.filter((unit) => amountText(3.4, unit) === "")).toEqual([]);
  // A word for each way: whoever has "more" has "less".
  const opposite: Record<string, string> = { more: "less", left: "right", up: "down", above: "below", before: "after" };
  const lonely = Object.keys(en).filter((key) => {
    const other = opposite[key.split(".").at(-1) ?? ""];
    return key.startsWith("verdict.part.") && other && !isKey(key.replace(/\w+$/, other));
  });
  expect(lonely).toEqual([]);
});

it("stays silent about a code of a newer server", () => {
  const brandNew = { ...reason({}), code: "brand_new" } as unknown as Reason;
  expect(verdictLine(said("caution", brandNew, yaw))).toBe("Compare with care: head turned 4° more to the left.");
});
