import { expect, it } from "vitest";
import { STATEMENTS } from "./consent";
import { isSigned } from "./signature";
import { checkSigning, SIGNING_BLANK } from "./signing";

const TODAY = "2026-03-12";
const SCAN = { data: "data:", name: "paper.pdf", mediaType: "application/pdf", bytes: 9, shrunkFrom: null };

it("ticks nothing for anybody", () => {
  expect(SIGNING_BLANK.statements).toEqual([]);
  expect(checkSigning(SIGNING_BLANK, TODAY)).toEqual(["statements", "name", "drawn"]);
});

it("asks of each way to sign what it needs", () => {
  const form = { ...SIGNING_BLANK, statements: STATEMENTS, name: "Edda" };
  expect(checkSigning({ ...form, method: "typed" }, TODAY)).toEqual([]);
  expect(checkSigning({ ...form, method: "verbal_witnessed" }, TODAY)).toEqual(["witness"]);
  expect(checkSigning({ ...form, method: "drawn", image: "data:" }, TODAY)).toEqual([]);
  expect(checkSigning({ ...form, method: "click", isGuardian: true, guardianName: "A" }, TODAY)).toEqual(["guardian"]);
  const paper = { ...form, method: "paper_scan" as const, scan: SCAN, signedOn: TODAY };
  expect(checkSigning(paper, TODAY)).toEqual([]);
  expect(checkSigning({ ...paper, scan: null, signedOn: "" }, TODAY)).toEqual(["scan", "signedOn"]);
  expect(checkSigning({ ...paper, signedOn: "2026-03-13" }, TODAY)).toEqual(["signedOn"]);
  expect(checkSigning({ ...form, method: "click", statements: STATEMENTS.slice(1) }, TODAY)).toEqual(["statements"]);
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
