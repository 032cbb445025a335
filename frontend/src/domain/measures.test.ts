import { describe, expect, it } from "vitest";
import { sampleChart, sampleMeasured } from "../../tests/measures";
import { chartRows, draw, type EventBeside, photoDays, stateOf, tableRows } from "./measures";

const SIZE = { width: 400, height: 200, margin: { start: 60, end: 10, top: 10, bottom: 30 } };
const photos = [
  sampleMeasured({ id: "a", sitting: "a", taken_at: "2026-03-01T08:00:00" }),
  sampleMeasured({ id: "b", sitting: "a", taken_at: "2026-03-01T08:05:00" }),
  sampleMeasured({ id: "c", sitting: "c", taken_at: "2026-03-11T08:00:00", same_day: true }),
  sampleMeasured({ id: "d", sitting: "d", taken_at: "2026-03-21T08:00:00" }),
];
const events: EventBeside[] = [
  { id: "n", happened_at: "2026-03-11", kind: "new_camera" },
  { id: "f", happened_at: "2026-03-11T19:00:00+01:00", kind: "filler" },
  { id: "g", happened_at: "2026-03-11", kind: "filler" },
  { id: "d", happened_at: "2026-03-21T07:00:00", kind: "dental" },
];
const chart = sampleChart([
  { photo: "a", value: 10 },
  { photo: "b", value: 11 },
  { photo: "c", value: 12 },
  { photo: "d", value: 13, comparable: false },
]);

describe("a point", () => {
  it.each([
    [{ comparable: true, same_day: false }, false, "counted"],
    [{ comparable: true, same_day: true }, false, "same_day"],
    [{ comparable: true, same_day: true }, true, "counted"],
    [{ comparable: false, same_day: true }, true, "expression"],
  ] as const)("%j is drawn for what it is", ({ comparable, same_day }, sameDayCounts, expected) => {
    const point = { photo: "a", value: 1, sd: null, iod: null, comparable };
    expect(stateOf(point, sampleMeasured({ same_day }), sameDayCounts)).toBe(expected);
  });
});

describe("the table beside a chart", () => {
  it("has one line a sitting, with its mean, and says what does not count", () => {
    expect(chartRows(chart, photos).map(({ value, photos: count, state }) => [value, count, state])).toEqual([
      [10.5, 2, "counted"],
      [12, 1, "same_day"],
      [13, 1, "expression"],
    ]);
  });

  it("has what else happened between its lines, latest first, once a day", () => {
    expect(
      tableRows(chart, { photos, events }).map((row) => (row.is === "event" ? row.kinds.join(" ") : row.value)),
    ).toEqual([13, "dental", 12, "new_camera filler", 10.5]);
  });

  it("counts the same day where that is asked for", () => {
    expect(chartRows(chart, photos, true).map(({ state }) => state)).toEqual(["counted", "counted", "expression"]);
  });
});

describe("a chart", () => {
  const picture = draw(chart, { photos, sessions: ["2026-03-10T19:00:00", "2025-01-01T19:00:00"], events }, SIZE);

  it("draws each kind of photo by its own shape", () => {
    const count = (path: string) => path.split("M").length - 1;
    expect([picture.counted, picture.sameDay, picture.expression].map(count)).toEqual([2, 1, 1]);
    expect(picture.line, "one sitting makes no line").toBe("");
    expect(count(draw(chart, { photos, sessions: [], events: [] }, SIZE, true).line)).toBe(1);
  });

  it("shades the variation around the reference, whole", () => {
    const { band, middle } = picture;
    expect(middle).toBeCloseTo((band?.y ?? 0) + (band?.height ?? 0) / 2);
    expect(band?.y).toBeGreaterThanOrEqual(SIZE.margin.top);
    expect((band?.y ?? 0) + (band?.height ?? 0)).toBeLessThanOrEqual(SIZE.height - SIZE.margin.bottom);
    expect(draw({ ...chart, reference_value: null }, { photos, sessions: [], events: [] }, SIZE).band).toBeNull();
  });

  it("marks the sessions between the first photo and the last, and no others", () => {
    expect(picture.sessions.split("M").length - 1).toBe(1);
  });

  it("draws what else happened once a day, at its time or at the day’s start", () => {
    expect(picture.events.map(({ day, kinds }) => [day, kinds])).toEqual([
      ["2026-03-11", ["new_camera", "filler"]],
      ["2026-03-21", ["dental"]],
    ]);
    const [first, second] = picture.events.map(({ x }) => x);
    expect(first).toBeCloseTo(60 + ((10 * 24) / (20 * 24 + 8)) * 330);
    expect(second).toBeCloseTo(60 + ((20 * 24 + 7) / (20 * 24 + 8)) * 330);
  });

  it("stays inside its room", () => {
    for (const { y } of picture.values) {
      expect(y).toBeGreaterThanOrEqual(SIZE.margin.top);
      expect(y).toBeLessThanOrEqual(SIZE.height - SIZE.margin.bottom);
    }
    for (const { x } of picture.dates) {
      expect(x).toBeGreaterThanOrEqual(SIZE.margin.start);
      expect(x).toBeLessThanOrEqual(SIZE.width - SIZE.margin.end);
    }
  });

  it("stands with one photo", () => {
    const one = draw(sampleChart([{ photo: "a", value: 10 }]), { photos, sessions: [], events: [] }, SIZE);
    expect(one.counted).not.toContain("NaN");
    expect(one.dates.map(({ at }) => new Date(at).getUTCDate())).toEqual([1, 2]);
  });
});

describe("days with more than one photo", () => {
  it("are listed newest first, with the sittings they hold", () => {
    const days = photoDays([
      ...photos,
      sampleMeasured({ id: "e", sitting: "s", by_hand: true, taken_at: "2026-04-01T08:00:00" }),
      sampleMeasured({ id: "f", sitting: "s", by_hand: true, taken_at: "2026-04-01T18:00:00" }),
      sampleMeasured({ id: "g", sitting: "g", taken_at: "2026-04-02T08:00:00" }),
      sampleMeasured({ id: "h", sitting: "h", taken_at: "2026-04-02T18:00:00" }),
    ]);
    expect(days.map(({ day, sittings, byHand }) => [day, sittings, byHand])).toEqual([
      ["2026-04-02", 2, null],
      ["2026-04-01", 1, "s"],
      ["2026-03-01", 1, null],
    ]);
  });
});
