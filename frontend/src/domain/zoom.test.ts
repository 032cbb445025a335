import { describe, expect, it } from "vitest";
import { doubleTapped, followed, isDoubleTap, pinched, wheelFactor } from "./gesture";
import { ZONES, type Zone } from "./vocabulary";
import {
  bounded,
  enlarged,
  enlargement,
  FRAME_ASPECT,
  FRAME_HEIGHT,
  keyed,
  MAX_SCALE,
  moved,
  onto,
  paneAspect,
  placeOf,
  seen,
  showsAll,
  spotAt,
  startOf,
  WHOLE,
  type Zoom,
  zoneBox,
} from "./zoom";

/** Numbers that look random and are the same each time (mulberry32). */
function numbers(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return low + (((t ^ (t >>> 14)) >>> 0) / 4294967296) * (high - low);
  };
}

const many = Array.from({ length: 300 }, (_, seed) => {
  const next = numbers(seed);
  const aspect = next(0.4, 3);
  const zoom = bounded({ x: next(-0.5, 1.5), y: next(-0.5, 2), scale: next(0.5, 30) }, aspect);
  return { seed, next, aspect, zoom };
});
const spot = (next: (low: number, high: number) => number) => ({ x: next(0, 1), y: next(0, 1) });

describe("what a pane shows", () => {
  it("is the whole frame at first, with the surround where the pane is of another shape", () => {
    expect(seen(WHOLE, FRAME_ASPECT)).toEqual({ left: 0, top: 0, width: 1, height: FRAME_HEIGHT });
    expect(seen(WHOLE, 2 * FRAME_ASPECT)).toMatchObject({ left: -0.5, width: 2, top: 0 });
    expect(seen(WHOLE, FRAME_ASPECT / 2)).toMatchObject({ left: 0, width: 1, height: 2 * FRAME_HEIGHT });
  });

  it("keeps the picture's proportions in every pane", () => {
    for (const { aspect, zoom } of many) {
      const place = placeOf(zoom, aspect);
      expect((place.width * aspect) / place.height).toBeCloseTo(FRAME_ASPECT, 9);
    }
  });

  it("is bounded: never more of the surround than must be, never beyond the largest scale", () => {
    for (const { aspect, zoom } of many) {
      const box = seen(zoom, aspect);
      expect(zoom.scale).toBeGreaterThanOrEqual(1);
      expect(zoom.scale).toBeLessThanOrEqual(MAX_SCALE);
      if (box.width <= 1) {
        expect(box.left).toBeGreaterThanOrEqual(-1e-9);
        expect(box.left + box.width).toBeLessThanOrEqual(1 + 1e-9);
      } else expect(box.left + box.width / 2).toBeCloseTo(0.5, 9);
      if (box.height > FRAME_HEIGHT) expect(box.top + box.height / 2).toBeCloseTo(FRAME_HEIGHT / 2, 9);
      expect(bounded(zoom, aspect)).toEqual(zoom);
    }
  });
});

describe("both sides of a comparison", () => {
  it("show the same canonical point at the same place, whatever was done and however large each pane is", () => {
    for (const { aspect, zoom, next } of many) {
      const at = spot(next);
      const canonical = spotAt(zoom, aspect, at);
      // The place of the picture inside two panes of unlike size, from what the page is told.
      for (const width of [195, 731.5]) {
        const place = placeOf(zoom, aspect);
        const x = (place.left / 100) * width + canonical.x * (place.width / 100) * width;
        expect(x).toBeCloseTo(at.x * width, 6);
        const height = width / aspect;
        const y = (place.top / 100) * height + (canonical.y / FRAME_HEIGHT) * (place.height / 100) * height;
        expect(y).toBeCloseTo(at.y * height, 6);
      }
    }
  });
});

describe("looking closer", () => {
  it("keeps the place under the finger", () => {
    for (const { aspect, zoom, next } of many) {
      const at = spot(next);
      const held = spotAt(zoom, aspect, at);
      const after = spotAt(enlarged(zoom, aspect, next(0.2, 5), at), aspect, at);
      expect(after.x).toBeCloseTo(held.x, 9);
      expect(after.y).toBeCloseTo(held.y, 9);
    }
  });

  it("carries both places under two fingers along, where they only spread and move", () => {
    for (const { aspect, next } of many) {
      const zoom: Zoom = { x: next(0.3, 0.7), y: next(0.4, 0.9), scale: next(2, 6) };
      const a = spot(next);
      const b = { x: a.x + next(0.2, 0.5), y: a.y + next(0.2, 0.5) };
      const [factor, dx, dy] = [next(0.6, 2), next(-0.3, 0.3), next(-0.3, 0.3)];
      const carry = (p: { x: number; y: number }) => ({ x: p.x * factor + dx, y: p.y * factor + dy });
      const after = pinched(zoom, aspect, [a, b], [carry(a), carry(b)]);
      for (const finger of [a, b]) {
        const was = spotAt(zoom, aspect, finger);
        const is = spotAt(after, aspect, carry(finger));
        expect(is.x).toBeCloseTo(was.x, 9);
        expect(is.y).toBeCloseTo(was.y, 9);
      }
    }
  });

  it("moves with one finger, and does nothing for one that has just come", () => {
    const zoom: Zoom = { x: 0.5, y: 0.6, scale: 4 };
    const here = { id: 1, x: 0.5, y: 0.5 };
    const there = { id: 1, x: 0.6, y: 0.5 };
    const after = followed(zoom, FRAME_ASPECT, [here], [there]);
    expect(after.x).toBeCloseTo(0.5 - 0.1 / 4, 9);
    expect(followed(zoom, FRAME_ASPECT, [], [there])).toEqual(zoom);
    expect(followed(zoom, FRAME_ASPECT, [here], [here, { id: 2, x: 0.1, y: 0.1 }])).toEqual(zoom);
  });

  it("does not jump where two fingers touch one another", () => {
    const zoom: Zoom = { x: 0.5, y: 0.6, scale: 4 };
    const at = { x: 0.5, y: 0.5 };
    expect(pinched(zoom, 1, [at, at], [at, { x: 0.9, y: 0.5 }]).scale).toBe(4);
  });

  it("goes closer by a double tap and back by the next", () => {
    expect(isDoubleTap(null, { x: 0, y: 0, time: 0 }, 1)).toBe(false);
    expect(isDoubleTap({ x: 0.5, y: 0.5, time: 0 }, { x: 0.52, y: 0.5, time: 200 }, 1)).toBe(true);
    expect(isDoubleTap({ x: 0.5, y: 0.5, time: 0 }, { x: 0.52, y: 0.5, time: 400 }, 1)).toBe(false);
    expect(isDoubleTap({ x: 0.5, y: 0.5, time: 0 }, { x: 0.9, y: 0.5, time: 200 }, 1)).toBe(false);
    const near = doubleTapped(WHOLE, FRAME_ASPECT, { x: 0.3, y: 0.5 }, WHOLE);
    expect(near.scale).toBe(3);
    expect(spotAt(near, FRAME_ASPECT, { x: 0.3, y: 0.5 }).x).toBeCloseTo(0.3, 9);
    expect(doubleTapped(near, FRAME_ASPECT, { x: 0.3, y: 0.5 }, WHOLE)).toEqual(WHOLE);
  });

  it("goes closer with the wheel upwards, as far in lines as in pixels", () => {
    expect(wheelFactor(-300, 0)).toBeCloseTo(2);
    expect(wheelFactor(300, 0)).toBeCloseTo(0.5);
    expect(wheelFactor(3, 1)).toBeCloseTo(wheelFactor(48, 0));
    expect(wheelFactor(-1e9, 0)).toBeLessThan(3);
  });

  it("knows its keys and leaves others alone", () => {
    expect(keyed(WHOLE, FRAME_ASPECT, "+")?.scale).toBeCloseTo(Math.SQRT2);
    expect(keyed({ ...WHOLE, scale: 2 }, FRAME_ASPECT, "-")?.scale).toBeCloseTo(Math.SQRT2);
    expect(keyed(WHOLE, FRAME_ASPECT, "-")).toEqual(WHOLE);
    expect(keyed({ x: 0.2, y: 0.3, scale: 5 }, FRAME_ASPECT, "0")).toEqual(WHOLE);
    expect(keyed({ ...WHOLE, scale: 4 }, FRAME_ASPECT, "ArrowRight")?.x).toBeGreaterThan(0.5);
    expect(keyed({ ...WHOLE, scale: 4 }, FRAME_ASPECT, "ArrowUp")?.y).toBeLessThan(WHOLE.y);
    expect(keyed(WHOLE, FRAME_ASPECT, "ArrowUp")).toBeUndefined();
    expect(keyed(WHOLE, FRAME_ASPECT, "Tab")).toBeUndefined();
  });
});

describe("close-ups of zones", () => {
  it("show the zone's box and nothing else at first", () => {
    for (const zone of ZONES) {
      const box = zoneBox(zone);
      if (!box) throw new Error(`${zone} has no box`);
      const shown = seen(startOf(zone), paneAspect(zone));
      for (const side of ["left", "top", "width", "height"] as const) expect(shown[side]).toBeCloseTo(box[side], 9);
    }
  });

  it("have the subject's left at the right of the picture", () => {
    const left = zoneBox("cheek_left" satisfies Zone);
    const right = zoneBox("cheek_right" satisfies Zone);
    expect(left?.left).toBeGreaterThan(0.5);
    expect((right?.left ?? 1) + (right?.width ?? 1)).toBeLessThan(0.5);
  });

  it("say how much they enlarge the original", () => {
    // A third of the frame's width over 390 pixels of the screen, from an original with 1080 across the frame.
    expect(enlargement(390, { left: 0, top: 0, width: 1 / 3, height: 1 / 3 }, 1080)).toBeCloseTo(390 / 360);
  });
});

it("shows all of the frame at the start and less of it closer", () => {
  expect(showsAll(WHOLE, FRAME_ASPECT)).toBe(true);
  expect(showsAll(WHOLE, 2)).toBe(true);
  expect(showsAll(bounded(enlarged(WHOLE, 2, 1.2), 2), 2)).toBe(false);
  expect(moved({ ...WHOLE, scale: 2 }, FRAME_ASPECT, 0.5, 0).x).toBeCloseTo(0.25);
  expect(onto({ left: 0.4, top: 0.4, width: 0.2, height: 0.25 }, FRAME_ASPECT)).toMatchObject({ x: 0.5, scale: 5 });
});
