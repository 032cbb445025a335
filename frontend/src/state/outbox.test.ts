import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { samplePhoto, sampleSession } from "../../tests/samples";
import type { Me, Subject } from "../domain/models";
import type { NewCapture } from "../domain/outbox";
import { PERMISSIONS } from "../domain/practice";
import { Vault } from "../platform/vault";
import { account, openOwnRecord, openRecord } from "./account.svelte";
import { connection } from "./connection.svelte";
import { chooseFiles, drafts, keepDrafts } from "./drafts.svelte";
import { forgetEverything } from "./memory";
import { clearFinished, countForOthers, keepCapture, outbox, pictureOf, removeItem, sendNow } from "./outbox.svelte";
import { createSession, sessions } from "./sessions.svelte";

const OWN = { is_owner: true, guardian_authority: "", may: [...PERMISSIONS] };
const SELF: Subject = { id: "s1", display_name: "", is_self: true, ...OWN };
const ANNA: Subject = { id: "s2", display_name: "Anna", is_self: false, ...OWN, is_owner: false };
const { id: _id, subject: _subject, simulated: _simulated, created_at: _made, ...draft } = sampleSession();
const file = (name: string, type = "image/jpeg") => new File(["bytes"], name, { type });
const capture = (id: string): NewCapture => ({
  id,
  subject: { id: "s1", name: "" },
  view: "frontal",
  takenAt: "",
  name: `${id}.jpg`,
  mediaType: "image/jpeg",
  bytes: new TextEncoder().encode("bytes").buffer as ArrayBuffer,
  lastModified: "2026-03-12T08:30:00",
  source: "camera",
  sitting: null,
});

let accounts = 0;
let me: Me;
/** Whose record each photo went into, by its name. */
let received: Record<string, string> = {};
let online = true;

function signIn(id: string): void {
  me = { id, email: `${id}@example.org`, has_second_factor: false, subjects: [SELF], practices: [] };
  Object.assign(account, { me, record: null, status: "signed-in", unconfirmed: false });
}

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!online) throw new TypeError("Failed to fetch");
  if (pathname !== "/api/v1/photos/") return Response.json({ results: [], next: null });
  if (request.headers.get("X-Likeness-Account") !== me.id) return Response.json({}, { status: 401 });
  const form = await request.formData();
  const sent = form.get("file") as File;
  received[sent.name] = String(form.get("subject"));
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await sent.arrayBuffer()));
  const sha256 = [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return Response.json(
    samplePhoto({ id: String(form.get("id")), original: { ...samplePhoto().original, sha256, bytes: sent.size } }),
  );
}

beforeEach(() => {
  localStorage.clear();
  received = {};
  online = true;
  connection.online = true;
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server, which sets the cookie.
  document.cookie = "csrftoken=token";
  vi.stubGlobal("fetch", (request: Request) => answer(request));
  accounts += 1;
  signIn(`state-${accounts}`);
});
afterEach(() => {
  forgetEverything();
  vi.unstubAllGlobals();
});

const steps = () => outbox.items.map((item) => item.step);
const arrived = (count: number) =>
  vi.waitFor(() => expect(steps()).toEqual(Array(count).fill("confirmed")), { timeout: 5000 });

it("sends what the camera has taken, and lets its picture go", async () => {
  await keepCapture(capture("p1"));
  await arrived(1);
  expect(received).toEqual({ "p1.jpg": "s1" });
  expect(pictureOf("p1")).toBeUndefined();
  clearFinished();
  expect(outbox.items).toEqual([]);
});

it("sends each photo into the record that was open when it was chosen, whatever is opened meanwhile", async () => {
  openRecord(ANNA);
  chooseFiles([file("a.jpg"), file("b.jpg")], "frontal");
  openOwnRecord();
  expect(drafts.here).toEqual([]);
  expect(drafts.elsewhere).toHaveLength(2);
  chooseFiles([file("mine.jpg"), file("clip.mp4", "video/mp4")], "lateral_left");
  expect(drafts.here[1]?.problem?.code).toBe("unsupported_format");
  await keepDrafts();
  openRecord(ANNA);
  await keepDrafts();
  await vi.waitFor(() => expect(received).toEqual({ "mine.jpg": "s1", "a.jpg": "s2", "b.jpg": "s2" }));
  // What cannot be a photo stays, with its reason.
  expect(drafts.all.map((one) => one.name)).toEqual(["clip.mp4"]);
});

it("waits without a network, says so, and goes on when it is back", async () => {
  online = false;
  await keepCapture(capture("p1"));
  expect(await sendNow()).toBe("retry");
  expect(outbox.stuck).toBe(true);
  expect(outbox.count).toEqual({ photos: 1, sessions: 0, refused: 0 });
  online = true;
  expect(await sendNow()).toBe("done");
  expect(outbox.stuck).toBe(false);
  await arrived(1);
});

it("keeps a session that cannot be sent, shows it among the others, and sends it later", async () => {
  online = false;
  await createSession("t1", draft);
  expect(sessions.done).toBe("kept");
  expect(outbox.sessions.map((one) => one.id)).toEqual(["t1"]);
  await removeItem("t1");
  expect(outbox.sessions).toEqual([]);
});

it("never shows nor sends what is another account's, and counts it for whoever signs in", async () => {
  online = false;
  await keepCapture(capture("p1"));
  await sendNow();
  const first = me.id;
  forgetEverything();
  expect(outbox.items).toEqual([]);
  expect(pictureOf("p1")).toBeUndefined();
  expect(await countForOthers()).toBe(1);
  online = true;
  signIn(`${first}-other`);
  expect(await sendNow()).toBe("done");
  expect(received).toEqual({});
  expect(outbox.items).toEqual([]);
  forgetEverything();
  signIn(first);
  expect(await sendNow()).toBe("done");
  expect(received).toEqual({ "p1.jpg": "s1" });
  await vi.waitFor(async () => expect(await countForOthers()).toBe(0));
});

it("says that the phone has no room, and sends all the same", async () => {
  await sendNow();
  vi.spyOn(Vault.prototype, "putAll").mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
  connection.online = false;
  await expect(keepCapture(capture("p1"))).rejects.toMatchObject({ name: "NotKept", code: "storage_full" });
  expect([...outbox.unkept]).toEqual(["p1"]);
  expect(outbox.stuck).toBe(true);
  connection.online = true;
  await sendNow();
  await arrived(1);
});
