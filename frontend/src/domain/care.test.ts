import { describe, expect, it } from "vitest";
import { afterClaim, blockOf, byStanding, type ReceivedClaim, type Relation, wayInto } from "./care";

it.each([
  [["see", "add_photos"], "record"],
  [["add_photos"], "capture"],
  [[], "page"],
] as const)("of %j leads into the %s", (may, way) => {
  expect(wayInto({ may: [...may] })).toBe(way);
});

it("says what stands between a practice and a record", () => {
  const of = (state: Relation["state"]) =>
    blockOf({ relation: { state } as Relation, care_consent: { state: "none", valid_until: null } });
  expect(of("open")).toBeNull();
  expect(of("awaiting_consent")).toBe("awaiting_consent");
});

describe("a record that is taken over", () => {
  const claim = (has: boolean, own: boolean) => ({ has_content: has, own_record_has_content: own }) as ReceivedClaim;

  it("becomes one's own where that is empty", () => {
    expect(afterClaim(claim(true, false), false)).toBe("becomes_own");
    expect(afterClaim(claim(false, false), false)).toBe("becomes_own");
  });

  it("joins one's own when it is empty itself", () => {
    expect(afterClaim(claim(false, true), false)).toBe("joins_own");
  });

  it("stands beside one's own when both hold something, and when it is somebody else's", () => {
    expect(afterClaim(claim(true, true), false)).toBe("second");
    expect(afterClaim(claim(false, false), true)).toBe("second");
  });
});

it("parts relations that have ended from the others", () => {
  const relation = (id: string, state: Relation["state"]) => ({ id, state }) as Relation;
  const { live, ended } = byStanding([
    relation("a", "ended"),
    relation("b", "open"),
    relation("c", "awaiting_consent"),
  ]);
  expect(live.map((one) => one.id)).toEqual(["b", "c"]);
  expect(ended.map((one) => one.id)).toEqual(["a"]);
});
