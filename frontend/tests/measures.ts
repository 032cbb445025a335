import type { Changes, MeasureChart, MeasuredChange, MeasuredPhoto, MeasurePoint } from "../src/domain/measures";

export function sampleMeasured(values: Partial<MeasuredPhoto> = {}): MeasuredPhoto {
  return {
    id: "a",
    taken_at: "2026-03-01T08:00:00",
    sitting: "a",
    by_hand: false,
    hours_since_session: null,
    same_day: false,
    ...values,
  };
}

export function sampleChart(points: (Partial<MeasurePoint> & Pick<MeasurePoint, "photo" | "value">)[]): MeasureChart {
  return {
    measure: "brow_height_left",
    unit: "mm",
    kind: "geometric",
    verified: true,
    reference_value: 10.5,
    floor: { within_sd: 0.5, between_sd: 0.7, mdc: 2.4, band: 3, sittings: 2, personal: false, needed: 10 },
    trend: null,
    points: points.map((point) => ({ sd: null, iod: null, comparable: true, ...point })),
  };
}

export function sampleChange(values: Partial<MeasuredChange> = {}): MeasuredChange {
  return {
    measure: "brow_height_left",
    unit: "mm",
    verified: true,
    value: 0.4,
    value_iod: 0.006,
    mdc: 0.9,
    exceeds: false,
    personal: true,
    sittings: 12,
    before_photos: 1,
    after_photos: 1,
    ...values,
  };
}

export function sampleChanges(values: Partial<Changes> = {}): Changes {
  const side = { photo: "a", taken_at: "2026-03-01T08:00:00", hours_since_session: null, same_day: false };
  const changes = values.changes ?? [sampleChange()];
  return {
    before: side,
    after: { ...side, photo: "b" },
    one_sitting: false,
    looked_at: changes.length,
    changes,
    left_out: [],
    ...values,
  };
}
