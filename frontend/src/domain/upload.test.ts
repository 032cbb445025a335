import { describe, expect, it } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { advance, canRetry, isUnderWay, nextWaiting, type UploadEvent, type UploadItem } from "./upload";

const chosen: UploadItem = {
  id: "id-1",
  subject: { id: "s1", name: "" },
  name: "IMG_0001.jpg",
  bytes: 1000,
  view: "frontal",
  takenAt: "",
  step: "chosen",
  progress: 0,
  photo: null,
  problem: null,
};
const run = (...events: UploadEvent[]) => events.reduce(advance, chosen);

describe("an upload", () => {
  it("goes from chosen to saved under one id", () => {
    const photo = samplePhoto({ id: "id-1", state: "received" });
    const saved = run({ kind: "queue" }, { kind: "send" }, { kind: "progress", share: 0.4 }, { kind: "answer", photo });
    expect(saved).toMatchObject({ id: "id-1", step: "saved", progress: 1 });
    const aligned = advance(saved, { kind: "photo", photo: samplePhoto({ id: "id-1" }) });
    expect(aligned.photo?.state).toBe("aligned");
  });

  it("says that the photo is already here when the answer names another", () => {
    const photo = samplePhoto({ id: "earlier" });
    expect(run({ kind: "queue" }, { kind: "send" }, { kind: "answer", photo }).step).toBe("already_here");
  });

  it("keeps its id over a retry and starts the progress afresh", () => {
    const problem = { code: "network", message: "" };
    const refused = run(
      { kind: "queue" },
      { kind: "send" },
      { kind: "progress", share: 0.9 },
      { kind: "refuse", problem },
    );
    expect(refused).toMatchObject({ step: "refused", problem });
    expect(canRetry(refused)).toBe(true);
    expect(advance(refused, { kind: "queue" })).toMatchObject({
      id: "id-1",
      subject: { id: "s1", name: "" },
      step: "waiting",
      progress: 0,
      problem: null,
    });
  });

  it("is not retried when the file itself is the reason", () => {
    const refused = run({ kind: "refuse", problem: { code: "not_an_image", message: "" } });
    expect(canRetry(refused)).toBe(false);
  });

  it("takes no event that comes late", () => {
    const photo = samplePhoto({ id: "id-1" });
    const saved = run({ kind: "queue" }, { kind: "send" }, { kind: "answer", photo });
    for (const late of [{ kind: "progress", share: 0.2 }, { kind: "send" }, { kind: "queue" }] as const) {
      expect(advance(saved, late)).toBe(saved);
    }
  });

  it("never shows progress going back, nor beyond the whole", () => {
    const sending = run({ kind: "queue" }, { kind: "send" }, { kind: "progress", share: 0.6 });
    expect(advance(sending, { kind: "progress", share: 0.5 }).progress).toBe(0.6);
    expect(advance(sending, { kind: "progress", share: 1.2 }).progress).toBe(1);
  });
});

it("sends in the order chosen, and knows what is under way", () => {
  const waiting = { ...chosen, id: "id-2", step: "waiting" as const };
  expect(nextWaiting([chosen, waiting, { ...waiting, id: "id-3" }])?.id).toBe("id-2");
  expect([chosen, waiting, { ...waiting, step: "sending" as const }].map(isUnderWay)).toEqual([false, true, true]);
});
