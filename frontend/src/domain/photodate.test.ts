import { describe, expect, it } from "vitest";
import { dateInName, exifDate, proposeDate } from "./photodate";
import { parseWallTime, wallTimeText } from "./walltime";

/** A TIFF with DateTimeOriginal, and OffsetTimeOriginal where there is one. */
function tiff(date: string, offset: string | null, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(160));
  const letters = (at: number, text: string) => {
    for (const [index, one] of [...text].entries()) view.setUint8(at + index, one.charCodeAt(0));
  };
  letters(0, little ? "II" : "MM");
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    view.setUint32(at + 8, value, little);
  };
  view.setUint16(8, 1, little);
  entry(10, 0x8769, 4, 1, 30);
  view.setUint16(30, offset ? 2 : 1, little);
  entry(32, 0x9003, 2, 20, 80);
  letters(80, `${date}\0`);
  if (offset) {
    entry(44, 0x9011, 2, 7, 110);
    letters(110, `${offset}\0`);
  }
  return new Uint8Array(view.buffer);
}

const behind = (mark: string, body: Uint8Array) =>
  Uint8Array.from([
    ...Array.from("some bytes E before", (one) => one.charCodeAt(0)),
    ...Array.from(mark, (one) => one.charCodeAt(0)),
    ...body,
  ]).buffer as ArrayBuffer;
const said = (bytes: ArrayBuffer) => {
  const wall = exifDate(bytes);
  return wall && wallTimeText(wall);
};

describe("what the camera wrote", () => {
  it.each([
    ["JPEG, HEIC", "Exif\0\0"],
    ["WebP", "EXIF\x10\0\0\0"],
    ["PNG", "eXIf"],
  ])("is found in a %s", (_kind, mark) => {
    for (const little of [true, false]) {
      expect(said(behind(mark, tiff("2026:03:12 08:30:05", "+01:00", little)))).toBe("2026-03-12T08:30:05+01:00");
      expect(said(behind(mark, tiff("2026:03:12 08:30:05", null, little)))).toBe("2026-03-12T08:30:05");
    }
  });

  it("is nothing where there is none, or none that ever was", () => {
    expect(said(behind("Exif\0\0", tiff("0000:00:00 00:00:00", null, true)))).toBeNull();
    expect(said(behind("Exif\0\0", new Uint8Array(40)))).toBeNull();
    expect(said(new TextEncoder().encode("Exif and EXIF are words").buffer as ArrayBuffer)).toBeNull();
    expect(said(new ArrayBuffer(0))).toBeNull();
  });

  it("survives any bytes", () => {
    const good = new Uint8Array(behind("Exif\0\0", tiff("2026:03:12 08:30:05", "+01:00", true)));
    for (let at = 0; at < good.length; at += 1) {
      for (const value of [0, 127, 255]) {
        const broken = Uint8Array.from(good);
        broken[at] = value;
        expect(() => exifDate(broken.buffer as ArrayBuffer)).not.toThrow();
        expect(() => exifDate(broken.slice(0, at).buffer as ArrayBuffer)).not.toThrow();
      }
    }
  });
});

it.each([
  ["20260312_083000.jpg", "2026-03-12T08:30:00"],
  ["IMG_20260312_083000123.jpg", "2026-03-12T08:30:00"],
  ["Photo 2026-03-12 at 08.30.00.png", "2026-03-12T08:30:00"],
  ["PXL_20260312_083000123.jpg", "2026-03-12T09:30:00+01:00"],
  ["IMG-20260312-WA0001.jpg", "2026-03-12T12:00:00"],
  ["scan 20261399.jpg", null],
  ["face.jpg", null],
])("the name %s says %s", (name, expected) => {
  const wall = dateInName(name, 60);
  expect(wall && wallTimeText(wall)).toBe(expected);
});

it("proposes the surest source that is neither in the future nor before cameras", () => {
  const own = parseWallTime("2026-01-01T10:00:00+01:00");
  const today = parseWallTime("2026-11-28T10:00:00+01:00");
  const none = new ArrayBuffer(0);
  const camera = behind("Exif\0\0", tiff("2026:03:12 08:30:05", "+01:00", true));
  expect(proposeDate(camera, "20250101_000000.jpg", own, today).source).toBe("exif");
  expect(proposeDate(none, "20250101_000000.jpg", own, today).source).toBe("file_name");
  expect(proposeDate(behind("Exif\0\0", tiff("2036:03:12 08:30:05", null, true)), "a.jpg", own, today)).toEqual({
    takenAt: "2026-01-01T10:00:00+01:00",
    source: "last_modified",
  });
});
