import { expect, it } from "vitest";
import { jpegSize } from "./jpeg";

const file = (...parts: number[][]) => Uint8Array.from(parts.flat()).buffer;
const START = [0xff, 0xd8];
const EXIF = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
const TABLE = [0xff, 0xc4, 0, 4, 9, 9];
// 3024 × 4032
const frame = (kind: number) => [0xff, kind, 0, 17, 8, 0x0f, 0xc0, 0x0b, 0xd0, 3, 1, 0x22, 0];

it.each([0xc0, 0xc1, 0xc2])("reads the size from a frame of kind %i, past what stands before it", (kind) => {
  expect(jpegSize(file(START, EXIF, TABLE, frame(kind)))).toEqual({ width: 3024, height: 4032 });
});

it("reads past padding", () => {
  expect(jpegSize(file(START, [0xff, 0xff], frame(0xc0)))).toEqual({ width: 3024, height: 4032 });
});

it.each([
  ["nothing", []],
  ["a PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["a file that was cut off", [...START, ...EXIF, 0xff, 0xc0, 0, 17, 8]],
  ["a file whose parts lie", [...START, 0xff, 0xe1, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
])("finds none in %s", (_name, bytes) => {
  expect(jpegSize(file(bytes))).toBeNull();
});
