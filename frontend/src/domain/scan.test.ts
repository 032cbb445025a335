import { expect, it } from "vitest";
import { fitting, kindOfScan } from "./scan";

it("tells a paper by its first bytes", () => {
  expect(kindOfScan(new TextEncoder().encode("%PDF-1.7"))).toBe("application/pdf");
  expect(kindOfScan(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d]))).toBe("image/png");
  expect(kindOfScan(new Uint8Array([0xff, 0xd8, 0xff, 0xe1]))).toBe("image/jpeg");
  expect(kindOfScan(new TextEncoder().encode("<html>"))).toBeNull();
  expect(kindOfScan(new Uint8Array())).toBeNull();
});

it("makes both sides smaller by one factor, and never larger", () => {
  expect(fitting(4000, 3000, 2000)).toEqual({ width: 2000, height: 1500 });
  expect(fitting(3000, 4000, 2000)).toEqual({ width: 1500, height: 2000 });
  expect(fitting(800, 600, 2000)).toEqual({ width: 800, height: 600 });
  expect(fitting(9000, 1, 1000)).toEqual({ width: 1000, height: 1 });
});
