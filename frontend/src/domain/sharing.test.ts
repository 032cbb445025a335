import { expect, it } from "vitest";
import { type Consent, WHOLE_RECORD } from "./consent";
import { blankShare, checkShare, forSharing, outsideAll, uncovered } from "./sharing";

const NOW = new Date(2026, 2, 12, 9, 0);
const TODAY = "2026-03-12";
const form = { ...blankShare(NOW), recipient: "Dr. Lee" };
const photos = [
  { id: "a", view: "frontal" as const, taken_at: "2026-01-01T08:00:00" },
  { id: "b", view: "frontal" as const, taken_at: "2026-03-01T08:00:00" },
];
const consent = {
  state: "given",
  practice: null,
  purpose: "share_with_named",
  scope: { ...WHOLE_RECORD, sessions: false },
  recipients: ["dr.  lee"],
  deidentification: "none",
  valid_until: "2027-01-01T00:00:00Z",
} as unknown as Consent;
const why = (change: Partial<Consent>, over = form) =>
  uncovered({ ...consent, ...change }, { photos, practice: null, form: over });

it("begins with a week, a watermark, and nothing to take along", () => {
  expect(blankShare(NOW)).toMatchObject({ endsOn: "2026-03-19", download: false, watermark: true, sessions: false });
});

it("says what is missing or wrong", () => {
  expect(checkShare(form, TODAY)).toEqual([]);
  expect(checkShare({ ...form, recipient: " ", passphrase: "abc", maxViews: "0" }, TODAY)).toEqual([
    "recipient",
    "passphrase",
    "maxViews",
  ]);
  expect(checkShare({ ...form, deidentification: "crop_zone", by: "account" }, TODAY)).toEqual(["email", "zone"]);
  expect(checkShare({ ...form, endsOn: "2026-03-11" }, TODAY)).toEqual(["endsOn"]);
});

it("tells why a consent does not cover a share", () => {
  expect(why({})).toBeNull();
  expect(why({ state: "withdrawn" })).toBe("over");
  expect(why({ practice: { id: "p", name: "P" } })).toBe("another");
  expect(why({ purpose: "care_record" })).toBe("purpose");
  expect(why({ scope: { ...WHOLE_RECORD, photos: ["a"] } })).toBe("photos");
  expect(why({ scope: { ...WHOLE_RECORD, from: "2026-02-01" } })).toBe("photos");
  expect(why({ scope: { ...WHOLE_RECORD, views: ["lateral_left"] } })).toBe("photos");
  expect(why({ scope: { ...WHOLE_RECORD, zones: ["mouth"] } })).toBe("zones");
  expect(why({ recipients: ["Dr. Other"] })).toBe("recipient");
  expect(why({ deidentification: "eye_mask" })).toBe("hidden");
  expect(why({ deidentification: "eye_mask" }, { ...form, deidentification: "full_mask" })).toBeNull();
  expect(why({}, { ...form, sessions: true })).toBe("sessions");
  expect(why({ valid_until: "2026-03-15T00:00:00Z" })).toBe("ends");
});

it("says why a photo cannot be shown: of any one consent, together with the others", () => {
  const [old, recent] = photos as [(typeof photos)[number], (typeof photos)[number]];
  const of = (scope: Partial<Consent["scope"]>) => ({ ...consent, scope: { ...WHOLE_RECORD, ...scope } }) as Consent;
  expect(outsideAll([], old, [recent])).toBeNull();
  expect(outsideAll([of({ photos: ["b"] })], old, [])).toBe("photo");
  expect(outsideAll([of({ from: "2026-02-01" })], old, [recent])).toBe("dates");
  expect(outsideAll([of({ to: "2026-01-01" })], old, [])).toBeNull();
  expect(outsideAll([of({ views: ["lateral_left"] })], old, [])).toBe("view");
  // Each holds one of the two, and none both.
  expect(outsideAll([of({ photos: ["a"] }), of({ photos: ["b"] })], old, [])).toBeNull();
  expect(outsideAll([of({ photos: ["a"] }), of({ photos: ["b"] })], old, [recent])).toBe("photo");
});

it("goes by consents that stand, are for showing, and were given to the one who shares", () => {
  const others: Partial<Consent>[] = [
    { state: "withdrawn" },
    { purpose: "care_record" },
    { practice: { id: "p", name: "P" } },
  ];
  const all = [consent, ...others.map((change) => ({ ...consent, ...change }))];
  expect(forSharing(all, null)).toEqual([consent]);
  expect(forSharing(all, "p")).toEqual([all[3]]);
});
