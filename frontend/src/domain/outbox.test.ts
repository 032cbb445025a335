import { describe, expect, it } from "vitest";
import { samplePhoto, sampleSession } from "../../tests/samples";
import {
  advance,
  asSession,
  canTryAgain,
  concernsAll,
  counted,
  holds,
  inSendingOrder,
  isFinished,
  isKept,
  isUnderWay,
  meaningOf,
  type NewCapture,
  type OutboxEvent,
  type OutboxItem,
  type PhotoItem,
  photoItem,
  type Step,
  sessionItem,
} from "./outbox";

const SHA = "cd".repeat(32);
const capture: NewCapture = {
  id: "p1",
  subject: { id: "s1", name: "Anna" },
  view: "frontal",
  takenAt: "",
  name: "IMG_0001.jpg",
  mediaType: "image/jpeg",
  bytes: new ArrayBuffer(1000),
  lastModified: "2026-03-12T08:30:00",
  source: "camera",
  sitting: null,
};
const fresh = photoItem(capture, SHA, 5);
const { id: _id, subject: _subject, simulated: _simulated, created_at: _made, ...draft } = sampleSession();
const session = sessionItem({ id: "t1", subject: capture.subject, draft }, 6);
const stored = samplePhoto({ id: "p1", state: "received" });
const answer = (values: Partial<PhotoItem["photo"] & object> = {}) =>
  samplePhoto({ ...stored, original: { ...stored.original, sha256: SHA, bytes: 1000 }, ...values });
const problem = { code: "server", message: "" };
const at = (step: Step): PhotoItem => ({ ...fresh, step });
const EVENTS: Record<string, OutboxEvent> = {
  send: { kind: "send" },
  progress: { kind: "progress", share: 0.4 },
  photo: { kind: "photo", photo: answer() },
  elsewhere: { kind: "photo", photo: answer({ id: "earlier" }) },
  otherBytes: { kind: "photo", photo: stored },
  trouble: { kind: "trouble", problem, waitsFor: "retry" },
  refuse: { kind: "refuse", problem },
  again: { kind: "again" },
};

it("keeps what the capture says, without its bytes", () => {
  expect(fresh).toMatchObject({ id: "p1", kind: "photo", size: 1000, sha256: SHA, step: "waiting", waitsFor: "turn" });
  expect(fresh).not.toHaveProperty("bytes");
});

it.each([
  ["waiting", "send", "sending"],
  ["waiting", "progress", "waiting"],
  ["waiting", "photo", "waiting"],
  ["waiting", "refuse", "waiting"],
  ["waiting", "again", "waiting"],
  ["sending", "send", "sending"],
  ["sending", "progress", "sending"],
  ["sending", "photo", "confirmed"],
  ["sending", "elsewhere", "already_here"],
  ["sending", "otherBytes", "refused"],
  ["sending", "trouble", "waiting"],
  ["sending", "refuse", "refused"],
  ["sending", "again", "sending"],
  ["refused", "send", "refused"],
  ["refused", "photo", "refused"],
  ["refused", "again", "waiting"],
  ["confirmed", "again", "confirmed"],
  ["confirmed", "trouble", "confirmed"],
  ["confirmed", "refuse", "confirmed"],
  ["already_here", "send", "already_here"],
] as const)("%s, on %s, is %s", (before, event, after) => {
  const what = EVENTS[event];
  if (!what) throw new Error(event);
  expect(advance(at(before), what).step).toBe(after);
});

it("changes nothing on an event that comes late", () => {
  const done = at("confirmed");
  expect(advance(done, { kind: "progress", share: 0.2 })).toBe(done);
});

it("says for what it waits, and counts passing troubles alone", () => {
  const retried = advance(at("sending"), { kind: "trouble", problem, waitsFor: "retry" });
  expect(retried).toMatchObject({ waitsFor: "retry", attempts: 1, problem });
  const lapsed = advance(at("sending"), { kind: "trouble", problem, waitsFor: "sign_in" });
  expect(lapsed).toMatchObject({ waitsFor: "sign_in", attempts: 0 });
  expect(advance(retried, { kind: "again" })).toMatchObject({ waitsFor: "turn", attempts: 0, problem: null });
});

it("never shows progress going back, nor beyond the whole", () => {
  const some = advance(at("sending"), { kind: "progress", share: 0.6 });
  expect(advance(some, { kind: "progress", share: 0.5 }).progress).toBe(0.6);
  expect(advance(some, { kind: "progress", share: 1.2 }).progress).toBe(1);
});

it("follows the photo after it has arrived", () => {
  const done = advance(at("sending"), { kind: "photo", photo: answer() });
  expect(advance(done, { kind: "photo", photo: answer({ state: "aligned" }) }).photo?.state).toBe("aligned");
});

it("takes a session for sent when the answer is that session", () => {
  const sending = advance(session, { kind: "send" });
  expect(advance(sending, { kind: "session", session: sampleSession({ id: "t1" }) }).step).toBe("confirmed");
  expect(advance(sending, { kind: "session", session: sampleSession({ id: "t2" }) }).step).toBe("sending");
});

describe("the proof that the server has it", () => {
  it("is the same digest", () => {
    expect(holds(fresh, answer())).toBe(true);
    expect(holds(fresh, stored)).toBe(false);
  });

  it("is the same number of bytes where no digest could be made", () => {
    expect(holds({ ...fresh, sha256: null }, answer())).toBe(true);
    expect(holds({ ...fresh, sha256: null, size: 999 }, answer())).toBe(false);
  });
});

it.each([
  [0, "network", "again", true],
  [401, "not_authenticated", "sign_in", true],
  [403, "permission_denied", "again", true],
  [403, "not_allowed", "refused", false],
  [404, "not_found", "refused", false],
  [409, "id_conflict", "refused", false],
  [400, "not_an_image", "refused", false],
  [413, "file_too_large", "refused", false],
  [429, "throttled", "again", true],
  [408, "invalid", "again", false],
  [500, "server", "again", false],
  [502, "server", "again", false],
  [507, "disk_full", "again", true],
] as const)("%i %s means %s", (status, code, meaning, all) => {
  expect(meaningOf({ status, code })).toBe(meaning);
  expect(concernsAll({ status, code })).toBe(all);
});

it("offers another try where it may end otherwise", () => {
  const refused = (code: string): OutboxItem => ({ ...at("refused"), problem: { code, message: "" } });
  expect(["not_allowed", "not_found", "invalid"].map((code) => canTryAgain(refused(code)))).toEqual([true, true, true]);
  expect(["not_an_image", "id_conflict"].map((code) => canTryAgain(refused(code)))).toEqual([false, false]);
  expect(canTryAgain({ ...fresh, waitsFor: "retry" })).toBe(true);
  expect(canTryAgain(fresh)).toBe(false);
});

it("sends in the order of making; what has failed comes last", () => {
  const items = [
    { ...fresh, id: "failed", keptAt: 1, attempts: 2 },
    { ...fresh, id: "second", keptAt: 3 },
    { ...fresh, id: "first", keptAt: 2 },
    { ...at("refused"), id: "refused" },
  ];
  expect(inSendingOrder(items).map((item) => item.id)).toEqual(["first", "second", "failed"]);
});

it("counts what is still on the phone", () => {
  const items = [fresh, session, at("refused"), at("confirmed"), at("already_here"), at("sending")];
  expect(counted(items)).toEqual({ photos: 3, sessions: 1, refused: 1 });
  expect(items.map(isUnderWay)).toEqual([true, true, false, false, false, true]);
  expect(items.map(isKept)).toEqual(items.map((item) => !isFinished(item)));
});

it("shows a session that waits as one that is there", () => {
  expect(asSession(session)).toMatchObject({ id: "t1", subject: "s1", minutes: 20, simulated: false });
});
