import { expect, it } from "vitest";
import { outlineOf } from "./outline";

const [WIDTH, HEIGHT] = [60, 40];
/** `ink(x, y)` is a grey level. */
function picture(ink: (x: number, y: number) => number): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let at = 0; at < WIDTH * HEIGHT; at += 1) {
    rgba.fill(ink(at % WIDTH, Math.floor(at / WIDTH)), at * 4, at * 4 + 3);
    rgba[at * 4 + 3] = 255;
  }
  return rgba;
}
const opacity = (drawing: Uint8ClampedArray, x: number, y: number) => drawing[(y * WIDTH + x) * 4 + 3] ?? 0;

it("draws a line where light meets dark, and nothing elsewhere", () => {
  const drawing = outlineOf(
    picture((x) => (x < 30 ? 40 : 200)),
    WIDTH,
    HEIGHT,
  );
  for (let y = 5; y < 35; y += 5) {
    expect(Math.max(opacity(drawing, 29, y), opacity(drawing, 30, y))).toBeGreaterThan(200);
    expect([5, 15, 25, 35, 55].map((x) => opacity(drawing, x, y))).toEqual([0, 0, 0, 0, 0]);
  }
});

it("draws a faint picture as it draws a strong one", () => {
  const strong = outlineOf(
    picture((x, y) => (Math.hypot(x - 30, y - 20) < 12 ? 200 : 20)),
    WIDTH,
    HEIGHT,
  );
  const faint = outlineOf(
    picture((x, y) => (Math.hypot(x - 30, y - 20) < 12 ? 60 : 45)),
    WIDTH,
    HEIGHT,
  );
  const lines = (drawing: Uint8ClampedArray) => drawing.filter((value, at) => at % 4 === 3 && value > 0).length;
  expect(lines(strong)).toBeGreaterThan(50);
  expect(Math.abs(lines(strong) - lines(faint)) / lines(strong)).toBeLessThan(0.25);
});

it("draws nothing of nothing", () => {
  expect(
    outlineOf(
      picture(() => 128),
      WIDTH,
      HEIGHT,
    ).every((value) => value === 0),
  ).toBe(true);
});
