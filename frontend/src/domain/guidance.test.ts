import { describe, expect, it } from "vitest";
import { LIGHT_PATCHES } from "./face-numbers";
import { firstTarget, type Guidance, guide, HINT_CODES, type HintCode, type Seen, type Target } from "./guidance";
import { VIEWS } from "./vocabulary";

const DARK = LIGHT_PATCHES.map(() => 0);
/** A frame that matches `target` in everything. */
const matching: Seen = {
  pose: { yaw: 1, pitch: -4, roll: 0 },
  eyes: { right: { x: 271.5, y: 199.5 }, left: { x: 367.5, y: 199.5 } },
  frame: { width: 640, height: 480 },
  faces: 1,
  inside: 1,
  mouthOpen: 0.01,
  eyesOpen: 0.08,
  smile: 0.1,
  light: DARK,
};
const target: Target = {
  series: "a series",
  view: "frontal",
  pose: { yaw: 1, pitch: -4, roll: 0 },
  eyeSpan: 96 / 640,
  eyesMiddle: { x: 0.5, y: 200 / 480 },
  mouthOpen: 0.01,
  eyesOpen: 0.08,
  smile: 0.1,
  light: DARK,
};

const turned = (by: Partial<Seen["pose"]>): Partial<Seen> => ({
  pose: {
    yaw: matching.pose.yaw + (by.yaw ?? 0),
    pitch: matching.pose.pitch + (by.pitch ?? 0),
    roll: matching.pose.roll + (by.roll ?? 0),
  },
});
const moved = (x: number, y: number): Partial<Seen> => ({
  eyes: {
    right: { x: matching.eyes.right.x + x, y: matching.eyes.right.y + y },
    left: { x: matching.eyes.left.x + x, y: matching.eyes.left.y + y },
  },
});
const spanning = (span: number): Partial<Seen> => ({
  eyes: { right: { x: 319.5 - span / 2, y: 199.5 }, left: { x: 319.5 + span / 2, y: 199.5 } },
});
/** More light on the patches on one side: `axis` 1 is the subject's left, 2 up. */
const lit = (axis: 1 | 2, stops: number): Partial<Seen> => ({
  light: LIGHT_PATCHES.map((place) => (place[axis] > 0 ? stops : place[axis] < 0 ? -stops : 0)),
});

type Row = [what: string, seen: Partial<Seen>, code: HintCode, level: "caution" | "off", value: number | null];
const ROWS: Row[] = [
  ["two faces of one size", { faces: 2 }, "more_faces", "off", 0],
  ["an eye outside the frame", moved(-280, 0), "cut_off", "off", 0],
  ["a quarter of the face outside", { inside: 0.7 }, "cut_off", "off", 0],
  ["turned too far to their left", turned({ yaw: 4 }), "turn_right", "caution", 4],
  ["far too far", turned({ yaw: 7 }), "turn_right", "off", 7],
  ["turned too far to their right", turned({ yaw: -3.1 }), "turn_left", "caution", 3.1],
  ["chin too high", turned({ pitch: 5 }), "chin_down", "caution", 5],
  ["chin far too low", turned({ pitch: -6.1 }), "chin_up", "off", 6.1],
  ["head on its left shoulder", turned({ roll: 9 }), "tilt_right", "caution", 9],
  ["head on its right shoulder", turned({ roll: -21 }), "tilt_left", "off", 21],
  ["too far away", spanning(96 / 1.07), "closer", "caution", 7],
  ["much too far away", spanning(96 / 1.2), "closer", "off", 20],
  ["too near", spanning(96 / 0.93), "further", "caution", 7],
  ["at the left of the picture, which is their right", moved(-90, 0), "move_left", "caution", 14.0625],
  ["at the right of the picture", moved(90, 0), "move_right", "caution", 14.0625],
  ["too low", moved(0, 60), "move_up", "caution", 12.5],
  ["far too high", moved(0, -150), "move_down", "off", 31.25],
  ["eyes narrower", { eyesOpen: 0.065 }, "open_eyes", "caution", 1.5],
  ["eyes closed", { eyesOpen: 0.02 }, "open_eyes", "off", 6],
  ["eyes wider", { eyesOpen: 0.1 }, "narrow_eyes", "caution", 2],
  ["mouth open", { mouthOpen: 0.03 }, "close_mouth", "caution", 2],
  ["mouth wide open", { mouthOpen: 0.08 }, "close_mouth", "off", 7],
  ["a smile", { smile: 0.25 }, "relax_smile", "caution", 15],
  ["a broad smile", { smile: 0.6 }, "relax_smile", "off", 50],
  ["more light from their left", lit(1, 0.5), "light_left", "caution", null],
  ["more light from their right", lit(1, -0.5), "light_right", "caution", null],
  ["much more light from above", lit(2, 1), "light_above", "off", null],
  ["more light from below", lit(2, -0.3), "light_below", "caution", null],
];

describe("against a baseline", () => {
  it("is good when all is as it was", () => {
    expect(guide(matching, target)).toEqual({ level: "good", hints: [] });
  });

  it.each(ROWS)("%s", (_what, change, code, level, value) => {
    const { hints } = guide({ ...matching, ...change }, target);
    const hint = hints.find((one) => one.code === code);
    expect(hint).toMatchObject({ code, level, amount: level === "off" ? "more" : "little" });
    if (value !== null) expect(hint?.value).toBeCloseTo(value, 6);
  });

  it.each([
    ["mouth closed where it was open", { ...target, mouthOpen: 0.06 }, matching, "open_mouth"],
    ["a face at rest where it smiled", { ...target, smile: 0.5 }, matching, "smile_more"],
  ] as const)("%s", (_what, wanted, seen, code) => {
    expect(guide(seen, wanted).hints.map((one) => one.code)).toEqual([code]);
  });

  it("has a row for every hint", () => {
    const tested = new Set<HintCode>([...ROWS.map((row) => row[2]), "open_mouth", "smile_more", "no_face"]);
    expect(HINT_CODES.filter((code) => !tested.has(code))).toEqual([]);
  });

  it.each([
    ["yaw", turned({ yaw: 3 })],
    ["distance", spanning(96 / 1.0499)],
    ["smile", { smile: 0.1799 }],
  ])("says nothing of a difference within tolerance: %s", (_what, change) => {
    expect(guide({ ...matching, ...change }, target).level).toBe("good");
  });

  it("names what is worst first, then what matters most", () => {
    const seen = { ...matching, ...turned({ yaw: 4, pitch: 8 }), mouthOpen: 0.03 };
    expect(guide(seen, target).hints.map((one) => one.code)).toEqual(["chin_down", "turn_right", "close_mouth"]);
  });

  it("tells of light that differs a little, and does not hold the photo back for it", () => {
    const little = guide({ ...matching, ...lit(1, 0.4) }, target);
    expect([little.level, little.hints[0]?.code]).toEqual(["good", "light_left"]);
    expect(guide({ ...matching, ...lit(1, 1) }, target).level).toBe("off");
  });

  it("compares nothing that the baseline does not tell", () => {
    const nothing = { eyeSpan: null, eyesMiddle: null, mouthOpen: null, eyesOpen: null, smile: null, light: null };
    const seen = { ...matching, ...spanning(30), mouthOpen: 0.2, smile: 0.9, ...lit(1, 2) };
    expect(guide(seen, { ...target, ...nothing })).toEqual({ level: "good", hints: [] });
  });

  it("takes a baseline with closed eyes for what it is", () => {
    expect(guide({ ...matching, eyesOpen: 0.02 }, { ...target, eyesOpen: 0.02 }).level).toBe("good");
  });

  it("reads the distance of a turned head as if it faced the camera", () => {
    const yaw = 40;
    const cosine = Math.cos((yaw * Math.PI) / 180);
    const seen = { ...matching, ...spanning(96 * cosine), pose: { ...matching.pose, yaw } };
    expect(guide(seen, { ...target, pose: { ...target.pose, yaw: 40 }, eyeSpan: (96 * cosine) / 640 }).hints).toEqual(
      [],
    );
    expect(guide(seen, target).hints.map((one) => one.code)).toEqual(["turn_right"]);
  });

  it("measures size by the longer side, whichever way the phone is held", () => {
    const upright = { ...matching, frame: { width: 480, height: 640 }, ...spanning(96) };
    expect(guide(upright, { ...target, eyesMiddle: null }).hints).toEqual([]);
  });
});

describe("a hint that comes and goes", () => {
  const at = (yaw: number, before: Guidance | null) => guide({ ...matching, ...turned({ yaw }) }, target, before);

  it("stays until the difference is well within, so that it does not flicker about the bound", () => {
    const caution = at(3.1, null);
    expect(at(2.9, caution).level).toBe("caution");
    expect(at(2.5, caution).level).toBe("good");
    expect(at(2.9, at(2.5, caution)).level).toBe("good");
    expect(at(3.1, at(2.9, null)).level).toBe("caution");
  });

  it("stays off until well within caution", () => {
    const off = at(6.1, null);
    expect(at(5.8, off).level).toBe("off");
    expect(at(5, off).level).toBe("caution");
  });

  it("is never green outside the tolerance", () => {
    for (let yaw = 3.01; yaw < 8; yaw += 0.1) expect(at(yaw, { level: "good", hints: [] }).level).not.toBe("good");
  });

  it("passes from one side to the other at once", () => {
    expect(at(-3.1, at(3.1, null)).hints.map((one) => one.code)).toEqual(["turn_left"]);
  });
});

describe("the five views", () => {
  it.each([
    ["frontal", 0],
    ["oblique_left", -45],
    ["oblique_right", 45],
    ["lateral_left", -90],
    ["lateral_right", 90],
  ] as const)("%s begins at %i degrees: its side of the face shows", (view, yaw) => {
    const first = firstTarget(view);
    expect(first.pose.yaw).toBe(yaw);
    const seen: Seen = { ...matching, pose: { yaw, pitch: -6, roll: 0 }, ...spanning(77) };
    expect(guide(seen, first)).toEqual({ level: "good", hints: [] });
    const facing: Seen = { ...seen, pose: { yaw: 0, pitch: 0, roll: 0 } };
    const wanted = { frontal: [], left: ["turn_right"], right: ["turn_left"] };
    const side = view === "frontal" ? "frontal" : view.endsWith("left") ? "left" : "right";
    expect(guide(facing, first).hints.flatMap((one) => (one.unit === "degrees" ? [one.code] : []))).toEqual(
      wanted[side],
    );
  });

  it.each(VIEWS)("%s matches its own baseline", (view) => {
    const pose = { yaw: firstTarget(view).pose.yaw * 0.8, pitch: 2, roll: 1 };
    expect(guide({ ...matching, pose }, { ...target, view, pose }).level).toBe("good");
    const other = guide({ ...matching, pose: { ...pose, yaw: pose.yaw + 4 } }, { ...target, view, pose });
    expect(other.hints[0]).toMatchObject({ code: "turn_right", level: "caution" });
  });

  it("judges only turn and place in a profile, where the mesh is half a guess", () => {
    const pose = { yaw: -75, pitch: 0, roll: 0 };
    const seen = { ...matching, pose, ...spanning(20), mouthOpen: 0.3, eyesOpen: 0.01, smile: 1, ...lit(1, 3) };
    expect(guide(seen, { ...target, view: "lateral_left", pose }).level).toBe("good");
  });

  it.each(VIEWS)("%s without a face", (view) => {
    const { level, hints } = guide(null, { ...target, view });
    expect(hints.map((one) => one.code)).toEqual(["no_face"]);
    expect(level).toBe(view.startsWith("lateral") ? "caution" : "off");
  });
});

describe("the first photo of a series", () => {
  it("is held to general advice", () => {
    const first = firstTarget("frontal");
    const at = (change: Partial<Seen>) => guide({ ...matching, ...spanning(77), ...change }, first).hints[0]?.code;
    expect(at({})).toBeUndefined();
    // A person's own zero of pitch is not known yet.
    expect(at({ pose: { yaw: 0, pitch: -11, roll: 0 } })).toBeUndefined();
    expect(at({ pose: { yaw: 7, pitch: 0, roll: 0 } })).toBe("turn_right");
    expect(at({ mouthOpen: 0.07 })).toBe("close_mouth");
    expect(at({ smile: 0.4 })).toBe("relax_smile");
    expect(at({ eyesOpen: 0.02 })).toBe("open_eyes");
    expect(at(spanning(40))).toBe("closer");
    expect(at(spanning(150))).toBe("further");
  });

  it("is what no target at all means", () => {
    expect(guide({ ...matching, pose: { yaw: 20, pitch: 0, roll: 0 } }, null).hints[0]?.code).toBe("turn_right");
  });
});
