import { describe, expect, it } from "vitest";
import { samplePhoto } from "../../tests/samples";
import type { Comparison, Reason } from "../domain/verdict";
import { FRAME_ASPECT, paneAspect, startOf, WHOLE } from "../domain/zoom";
import { imageWords, type Seen } from "./pairimage";

const reason = (code: Reason["code"], values: Partial<Reason> = {}): Reason => ({
  code,
  level: "caution",
  value: 5,
  unit: "degrees",
  direction: "left",
  caution: 3,
  not_comparable: 8,
  ...values,
});
const first = samplePhoto({ id: "a", taken_at: "2026-03-12T08:30:00" });
const second = samplePhoto({ id: "b", taken_at: "2026-06-04T08:30:00" });
const picture = { spec: "aligned", url: "/a", width: 1080, height: 1350, media_type: "image/jpeg" } as const;
const comparison: Comparison = {
  verdict: "caution",
  reasons: [
    reason("yaw"),
    reason("pitch", { direction: "up" }),
    reason("roll"),
    reason("light", { direction: "right" }),
    reason("smile", { direction: "more", unit: null, value: null }),
  ],
  within: [],
  before: { id: "a", taken_at: first.taken_at },
  after: { id: "b", taken_at: second.taken_at },
  days_apart: 84,
  same_day: false,
  hours_since_session: { before: null, after: null },
  instead: null,
  counts: { photos_of_view: 40, comparable: 12 },
};
const what: Seen = {
  pair: { first, second },
  pictures: { showing: "aligned", firstPicture: picture, secondPicture: picture },
  comparison,
  zone: null,
  zooms: { first: WHOLE, second: WHOLE },
  aspect: FRAME_ASPECT,
};

describe("the words on an image of a pair", () => {
  it("are both dates in full, the days between, the verdict with every reason, and what was done", () => {
    const words = imageWords(what);
    expect([words.first[0], words.second[0], words.apart]).toEqual(["12 March 2026", "4 June 2026", "84 days apart"]);
    expect(words.verdict).toMatch(/^Compare with care: /);
    const notes = words.notes.join("\n");
    for (const name of ["Turn to the side", "Chin up or down", "Tilt to a shoulder", "Direction of the light", "Smile"])
      expect(notes).toContain(name);
    expect(notes).toContain("2 of 40 photos of this view.");
    expect(notes).toContain("Aligned by rotation, scale and shift only.");
    expect(notes).not.toMatch(/Matched light|Enlarged|moved apart/);
  });

  it("say that light was matched, that nothing was aligned, and that sides were moved apart", () => {
    const matched = imageWords({ ...what, pictures: { ...what.pictures, showing: "matched_light" } });
    expect(matched.notes.join()).toContain("Colours are not as taken.");
    const preview = { ...picture, spec: "preview" } as const;
    const unaligned = imageWords({
      ...what,
      pictures: { showing: "preview", firstPicture: preview, secondPicture: preview },
      zooms: { first: WHOLE, second: { ...WHOLE, scale: 3 } },
    });
    expect(unaligned.notes).toContain("Not aligned: as taken.");
    expect(unaligned.notes.join()).not.toContain("Aligned by");
    expect(unaligned.notes.join()).toContain("moved apart by hand");
  });

  it("name the zone and how much each side is enlarged", () => {
    const zone = "under_eye_left" as const;
    const zoom = startOf(zone);
    const aspect = paneAspect(zone);
    const small = samplePhoto({ ...second, alignment: first.alignment && { ...first.alignment, scale: 2 } });
    const words = imageWords({
      ...what,
      pair: { first, second: small },
      zone,
      zooms: { first: zoom, second: zoom },
      aspect,
    });
    // 256 of 1080 pixels of the frame over 2160 of the sheet; the second original has 540 across the frame.
    expect(words.notes.join("\n")).toContain("Close-up: Left under-eye.");
    expect(words.notes.join("\n")).toContain("Enlarged 8.4× in the first and 16.9× in the second picture");
  });

  it("label simulated and un-mirrored photos under their date", () => {
    const words = imageWords({ ...what, pair: { first: { ...first, simulated: true }, second } });
    expect(words.first).toEqual(["12 March 2026", "Simulated"]);
  });
});
