import { describe, expect, it } from "vitest";
import { sampleCourse, sampleDevice, sampleSession } from "../../tests/samples";
import { asksForChecklist, fromMicroamp, inOrder, intensityUnit, offered, repeatOf, toMicroamp } from "./sessionlog";
import { CHECKLIST_VERSION } from "./vocabulary";

describe("intensity", () => {
  it.each([
    ["microcurrent", 240, 240],
    ["galvanic", 0.35, 350],
    ["myostimulation", 2.3, 2300],
    ["myostimulation", 1.1, 1100],
    ["other", 0.1, 0.1],
  ] as const)("of %s: %d is %d µA, and back", (modality, amount, microamp) => {
    expect(toMicroamp(amount, modality)).toBe(microamp);
    expect(fromMicroamp(microamp, modality)).toBe(amount);
  });

  it("is in mA where leaflets use it", () => {
    expect(intensityUnit("galvanic")).toBe("milliamp");
    expect(intensityUnit("microcurrent")).toBe("microamp");
  });
});

describe("repeating", () => {
  const last = sampleSession({
    minutes_by_zone: { jaw_left: 20 },
    timed: true,
    comfort: 2,
    sensation: "warm",
    skin_before: "dry",
    skin_after: "red",
    notes: "late",
  });
  const again = repeatOf(last, "2026-04-01T07:00:00+02:00");

  it("takes the values and the new time", () => {
    const { minutes, intensity_microamp, zones, minutes_by_zone, device_name, place } = last;
    expect(again).toMatchObject({ minutes, intensity_microamp, zones, minutes_by_zone, device_name, place });
    expect(again.started_at).toBe("2026-04-01T07:00:00+02:00");
  });

  it("leaves what belonged to that day behind", () => {
    const own = { timed: false, comfort: null, sensation: "", skin_before: "", skin_after: "", notes: "" };
    expect(again).toMatchObject(own);
  });
});

it("offers devices in use by name, and the one that is chosen", () => {
  const devices = [
    sampleDevice({ id: "b", name: "Probes" }),
    sampleDevice({ id: "a", name: "gloves" }),
    sampleDevice({ id: "c", name: "Old", archived: true }),
  ];
  expect(offered(devices).map((device) => device.id)).toEqual(["a", "b"]);
  expect(offered(devices, "c").map((device) => device.id)).toEqual(["a", "c", "b"]);
});

it("asks for the list once a version", () => {
  const read = (version: number) => ({ version, items: [], confirmed_at: "2026-03-12T08:00:00Z", current: true });
  expect(asksForChecklist(sampleDevice({ checklist: null }))).toBe(true);
  expect(asksForChecklist(sampleDevice({ checklist: read(CHECKLIST_VERSION - 1) }))).toBe(true);
  expect(asksForChecklist(sampleDevice({ checklist: read(CHECKLIST_VERSION) }))).toBe(false);
});

it("puts courses under way first, the soonest first", () => {
  const progress = (next_day: string | null) => ({ ...sampleCourse().progress, next_day });
  const courses = [
    sampleCourse({ id: "old", starts_on: "2025-01-01", progress: progress(null) }),
    sampleCourse({ id: "recent", starts_on: "2026-01-01", progress: progress(null) }),
    sampleCourse({ id: "later", progress: progress("2026-04-09") }),
    sampleCourse({ id: "soon", progress: progress("2026-04-02") }),
  ];
  expect(inOrder(courses).map((course) => course.id)).toEqual(["soon", "later", "recent", "old"]);
});
