import { expect, it } from "vitest";
import { STATEMENTS } from "./consent";
import { isSigned } from "./signature";
import { checkSigning, SIGNING_BLANK } from "./signing";

it("ticks nothing for anybody", () => {
  expect(SIGNING_BLANK.statements).toEqual([]);
  expect(checkSigning(SIGNING_BLANK)).toEqual(["statements", "name", "drawn"]);
});

it("asks of each way to sign what it needs", () => {
  const form = { ...SIGNING_BLANK, statements: STATEMENTS, name: "Edda" };
  expect(checkSigning({ ...form, method: "typed" })).toEqual([]);
  expect(checkSigning({ ...form, method: "verbal_witnessed" })).toEqual(["witness"]);
  expect(checkSigning({ ...form, method: "drawn", image: "data:" })).toEqual([]);
  expect(checkSigning({ ...form, method: "click", isGuardian: true, guardianName: "A" })).toEqual(["guardian"]);
  expect(checkSigning({ ...form, method: "click", statements: STATEMENTS.slice(1) })).toEqual(["statements"]);
});

it("takes a slip of the finger for no signature", () => {
  expect(isSigned([[{ x: 0, y: 0 }]])).toBe(false);
  expect(
    isSigned([
      [
        { x: 0, y: 0 },
        { x: 3, y: 4 },
      ],
    ]),
  ).toBe(false);
  expect(
    isSigned([
      [
        { x: 0, y: 0 },
        { x: 30, y: 40 },
      ],
    ]),
  ).toBe(true);
});
