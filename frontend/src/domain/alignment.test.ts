import { describe, expect, it } from "vitest";
import { NOTHING_SET, sampleAlignment, samplePhoto } from "../../tests/samples";
import { againstBaseline, automatic, holds, offers, withFace, withPoints } from "./alignment";
import type { Photo } from "./models";
import type { RejectionReason } from "./vocabulary";

const baseline = sampleAlignment({ pose: { yaw: 5, pitch: -2, roll: 1 } });
const rejected = (reason: RejectionReason, values: Partial<Photo> = {}) =>
  samplePhoto({ state: "rejected", rejection: { reason, message: "" }, alignment: null, ...values });
const face = { x: 0, y: 0, width: 10, height: 10 };
const plain = { flipDismissed: false };

describe("against the baseline", () => {
  it("tells turn, chin, tilt and distance in whole numbers, by the subject's sides", () => {
    const photo = sampleAlignment({ pose: { yaw: 9.2, pitch: 1.4, roll: -3 }, distance_ratio: 0.943 });
    expect(againstBaseline(photo, baseline).differences).toEqual([
      { kind: "turned_left", amount: 4 },
      { kind: "chin_up", amount: 3 },
      { kind: "tilted_right", amount: 4 },
      { kind: "closer", amount: 6 },
    ]);
    const other = sampleAlignment({ pose: { yaw: 1, pitch: -6, roll: 5 }, distance_ratio: 1.1 });
    expect(againstBaseline(other, baseline).differences.map(({ kind }) => kind)).toEqual([
      "turned_right",
      "chin_down",
      "tilted_left",
      "farther",
    ]);
  });

  it("leaves out what a person in the same seat cannot repeat", () => {
    const photo = sampleAlignment({ pose: { yaw: 6.4, pitch: -0.6, roll: 1 }, distance_ratio: 1.014 });
    expect(againstBaseline(photo, baseline)).toEqual({ differences: [], turnKnown: true, distanceKnown: true });
  });

  it("says what is not known", () => {
    const photo = sampleAlignment({ pose: null, distance_ratio: null });
    expect(againstBaseline(photo, baseline)).toEqual({ differences: [], turnKnown: false, distanceKnown: false });
    expect(againstBaseline(sampleAlignment(), sampleAlignment({ pose: null })).turnKnown).toBe(false);
  });
});

describe("what is offered", () => {
  it("for an aligned photo: to be the baseline, and to be set by hand", () => {
    expect(offers(samplePhoto(), plain)).toEqual({
      makeBaseline: true,
      chooseFace: null,
      setByHand: true,
      backToAutomatic: false,
      mirror: null,
    });
    expect(offers(samplePhoto({ is_baseline: true }), plain).makeBaseline).toBe(false);
  });

  it("where no place was found: marks by hand", () => {
    expect(offers(rejected("no_face"), plain).setByHand).toBe(true);
    expect(offers(rejected("face_cut_off"), plain).setByHand).toBe(true);
    expect(offers(rejected("face_too_small"), plain).setByHand).toBe(false);
    expect(offers(rejected("face_too_small", { view: "lateral_left" }), plain).setByHand).toBe(true);
    expect(offers(rejected("unreadable", { view: "lateral_left", renditions: [] }), plain).setByHand).toBe(false);
  });

  it("among several faces: a choice, on the picture itself where nothing goes on without it", () => {
    const faces = [face, { ...face, x: 20 }];
    expect(offers(rejected("several_faces", { faces }), plain).chooseFace).toBe("asked");
    expect(offers(samplePhoto({ faces }), plain).chooseFace).toBe("offered");
    expect(offers(samplePhoto({ faces: [face] }), plain).chooseFace).toBeNull();
  });

  it("where something was set by hand: the way back, also when it led nowhere", () => {
    const override = { ...NOTHING_SET, face: { x: 1, y: 1 } };
    expect(offers(samplePhoto({ override }), plain).backToAutomatic).toBe(true);
    expect(offers(rejected("no_face", { override }), plain).backToAutomatic).toBe(true);
  });

  it("where a flip is suspected: a question, until it is answered", () => {
    const alignment = sampleAlignment({ flip_suspected: true });
    expect(offers(samplePhoto({ alignment }), plain).mirror).toBe("asked");
    expect(offers(samplePhoto({ alignment }), { flipDismissed: true }).mirror).toBeNull();
    const override = { ...NOTHING_SET, mirrored: true };
    expect(offers(samplePhoto({ alignment, override }), plain).mirror).toBe("set");
  });

  it("nothing while it is being aligned", () => {
    const override = { face: { x: 1, y: 1 }, points: null, transform: null, mirrored: true };
    const offered = offers(samplePhoto({ state: "received", override, faces: [face, face] }), plain);
    expect(Object.values(offered).filter(Boolean)).toEqual([]);
  });
});

describe("what is sent", () => {
  const points = [
    { name: "eye_right" as const, x: 1, y: 2 },
    { name: "eye_left" as const, x: 3, y: 2 },
  ];
  const before = { face: { x: 5, y: 5 }, points, transform: { scale: 1, rotation: 0, x: 0, y: 0 }, mirrored: true };

  it("keeps what still holds, and that the file is mirrored above all", () => {
    expect(withFace(before, { x: 9, y: 9 })).toEqual({ ...NOTHING_SET, face: { x: 9, y: 9 }, mirrored: true });
    expect(withPoints(before, points)).toEqual({ face: before.face, points, transform: null, mirrored: true });
    expect(automatic(before)).toEqual({ ...NOTHING_SET, mirrored: true });
  });
});

it("a face holds its upper and left edge, and not the others", () => {
  expect(holds(face, { x: 0, y: 0 })).toBe(true);
  expect(holds(face, { x: 10, y: 5 })).toBe(false);
});
