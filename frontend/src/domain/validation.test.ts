import { describe, expect, it } from "vitest";
import { parseDecimal } from "./validation";

describe("numbers", () => {
  it.each([
    ["12", 12],
    [" 12.5 ", 12.5],
    ["12,5", 12.5],
    [".5", 0.5],
    ["-3", -3],
    ["", null],
    ["ten", null],
    ["1,000.5", null],
    ["1e3", null],
    ["0x10", null],
    ["Infinity", null],
  ])("reads %j as %j", (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });
});
