import { expect, it } from "vitest";
import { blankConsent, checkConsent, linesOf, purposesFor, scopeOf, yearAfter } from "./consent";

const TODAY = "2026-03-12";

it("offers no more than the record's owner can decide alone where there is no practice", () => {
  expect(purposesFor(null)).toEqual(["share_with_named", "teaching", "publication_single"]);
  expect(purposesFor("p")).toHaveLength(7);
});

it("starts with as little as makes sense", () => {
  const care = blankConsent("care_record", TODAY, "when care ends");
  expect([care.endsBy, care.endsWhen, care.scope.sessions]).toEqual(["event", "when care ends", true]);
  const shown = blankConsent("share_with_named", TODAY, "when care ends");
  expect([shown.endsBy, shown.endsOn, shown.scope.sessions]).toEqual(["date", "2027-03-12", false]);
});

it("knows the day a year on, also of a leap day", () => {
  expect(yearAfter("2028-02-29")).toBe("2029-02-28");
});

it("says what is missing", () => {
  const form = blankConsent("share_with_named", TODAY, "");
  expect(checkConsent(form, TODAY)).toEqual(["recipients"]);
  expect(checkConsent({ ...form, recipients: "Dr. Lee" }, TODAY)).toEqual([]);
  expect(checkConsent({ ...form, recipients: "Dr. Lee", endsOn: TODAY }, TODAY)).toEqual(["endsOn"]);
  expect(checkConsent(blankConsent("marketing_social", TODAY, ""), TODAY)).toEqual(["channels"]);
  const cut = { ...form, recipients: "Dr. Lee", deidentification: "crop_zone" as const };
  expect(checkConsent(cut, TODAY)).toEqual(["zones"]);
  const turned = { ...form, recipients: "x", scope: { ...form.scope, from: "2026-02-02", to: "2026-01-01" } };
  expect(checkConsent(turned, TODAY)).toEqual(["days"]);
});

it("takes each name once, without empty lines", () => {
  expect(linesOf(" Dr.  Lee \n\nDr. Lee\nA B")).toEqual(["Dr. Lee", "A B"]);
});

it("drops rules where photos are named, and zones where nothing is cut", () => {
  const form = blankConsent("share_with_named", TODAY, "");
  const scope = {
    ...form.scope,
    photos: ["a"],
    from: "2026-01-01",
    views: ["frontal" as const],
    zones: ["mouth" as const],
  };
  expect(scopeOf({ ...form, scope })).toMatchObject({ photos: ["a"], from: null, views: [], zones: [] });
});
