import { expect, it } from "vitest";
import type { Guidance, Seen } from "./guidance";
import { HOLD_MS, LAPSE_MS, Steadiness } from "./steadiness";

const good: Guidance = { level: "good", hints: [] };
const caution: Guidance = { level: "caution", hints: [] };
const seen = (x = 0, yaw = 0): Seen => ({
  pose: { yaw, pitch: 0, roll: 0 },
  eyes: { right: { x: 270 + x, y: 200 }, left: { x: 370 + x, y: 200 } },
  frame: { width: 640, height: 480 },
  faces: 1,
  inside: 1,
  mouthOpen: 0,
  eyesOpen: 0.1,
  smile: 0,
  light: null,
});

type Look = [guidance: Guidance, seen: Seen | null];
/** When it fires over looks that are `gap` ms apart. */
function fires(looks: Look[], gap = 50): number[] {
  const steadiness = new Steadiness();
  return looks.flatMap(([guidance, frame], index) =>
    steadiness.feed(guidance, frame, index * gap) ? [index * gap] : [],
  );
}
const many = (count: number, look: (index: number) => Look): Look[] => Array.from({ length: count }, (_, i) => look(i));

it("fires once, after it was good and still for long enough", () => {
  expect(fires(many(60, () => [good, seen()]))).toEqual([HOLD_MS]);
});

it("never fires while something is to be changed", () => {
  expect(fires(many(60, () => [caution, seen()]))).toEqual([]);
  expect(fires(many(60, () => [good, null]))).toEqual([]);
});

it.each([
  ["moves", (i: number) => seen(i * 2)],
  ["turns", (i: number) => seen(0, i * 0.5)],
])("waits while the face %s", (_what, frame) => {
  expect(fires(many(60, (i) => [good, frame(i)]))).toEqual([]);
});

it("does not mind the trembling of a mesh", () => {
  expect(fires(many(60, (i) => [good, seen(i % 2 ? 2 : -2, i % 2 ? 0.4 : -0.4)]))).toEqual([HOLD_MS]);
});

it("forgives a blink, and takes no photo in it", () => {
  const blink = (i: number) => i >= 14 && i < 14 + LAPSE_MS / 50 - 1;
  const [at] = fires(many(60, (i) => [blink(i) ? caution : good, seen()]));
  expect(at).toBeGreaterThanOrEqual(HOLD_MS);
  expect(at).toBeLessThan(HOLD_MS + LAPSE_MS);
  expect(blink((at ?? 0) / 50)).toBe(false);
});

it("begins anew after a longer lapse", () => {
  const away = (i: number) => i >= 10 && i < 20;
  expect(fires(many(60, (i) => [away(i) ? caution : good, seen()]))).toEqual([20 * 50 + HOLD_MS]);
});

it("fires again only after something was not as it should be", () => {
  const away = (i: number) => i >= 30 && i < 45;
  expect(fires(many(90, (i) => [away(i) ? caution : good, seen()]))).toEqual([HOLD_MS, 45 * 50 + HOLD_MS]);
});

it("counts no time in which it saw nothing", () => {
  const steadiness = new Steadiness();
  for (const at of [0, 50, 100]) steadiness.feed(good, seen(), at);
  expect(steadiness.feed(good, seen(), 5_000)).toBe(false);
});

it("wants more than a few looks of a slow phone", () => {
  expect(
    fires(
      many(8, () => [good, seen()]),
      400,
    ),
  ).toEqual([1_200]);
});
