import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { ApiError } from "../api/errors";
import type { Me, Photo, Subject } from "../domain/models";
import { PERMISSIONS } from "../domain/practice";
import { account, openOwnRecord, openRecord } from "./account.svelte";
import { forgetEverything } from "./memory";
import { chooseFiles, pictureOf, removeUpload, retryUpload, startUploads, uploads } from "./uploads.svelte";

interface Sent {
  id: string;
  subject: string;
  finish: (photo: Photo) => void;
  fail: (problem: ApiError) => void;
  abort: ReturnType<typeof vi.fn>;
}
const sent = vi.hoisted(() => [] as Sent[]);
vi.mock("../platform/upload", () => ({
  sendPhoto: ({ id, subject }: { id: string; subject: string }) => {
    const abort = vi.fn();
    const done = new Promise<Photo>((finish, fail) => sent.push({ id, subject, finish, fail, abort }));
    return { done, abort };
  },
}));

const OWN = { is_owner: true, guardian_authority: "", may: [...PERMISSIONS] };
const ME: Me = {
  email: "a@b.c",
  has_second_factor: false,
  subjects: [{ id: "s1", display_name: "", is_self: true, ...OWN }],
  practices: [],
};
const ANNA: Subject = { id: "s2", display_name: "Anna", is_self: false, ...OWN, is_owner: false };
const file = (name: string, type = "image/jpeg") => new File(["bytes"], name, { type });
const settle = () => new Promise((resolve) => setTimeout(resolve));
const steps = () => uploads.items.map((item) => item.step);

beforeEach(() => {
  sent.length = 0;
  account.me = ME;
  account.record = null;
  account.status = "signed-in";
});
afterEach(() => forgetEverything());

it("refuses before sending what cannot be a photo", () => {
  chooseFiles([file("a.jpg"), file("clip.mp4", "video/mp4")], "frontal");
  expect(steps()).toEqual(["chosen", "refused"]);
  expect(uploads.items[1]?.problem?.code).toBe("unsupported_format");
});

it("sends two at a time, in order", async () => {
  chooseFiles([file("a.jpg"), file("b.jpg"), file("c.jpg")], "frontal");
  startUploads();
  expect(steps()).toEqual(["sending", "sending", "waiting"]);
  expect(uploads.underWay).toBe(3);
  sent[0]?.finish(samplePhoto({ id: sent[0].id }));
  await settle();
  expect(steps()).toEqual(["saved", "sending", "sending"]);
});

it("repeats under the same id after the network failed", async () => {
  chooseFiles([file("a.jpg")], "frontal");
  startUploads();
  sent[0]?.fail(new ApiError("network", "", 0));
  await settle();
  expect(steps()).toEqual(["refused"]);
  const id = uploads.items[0]?.id ?? "";
  retryUpload(id);
  expect(sent.map((one) => one.id)).toEqual([id, id]);
  sent[1]?.finish(samplePhoto({ id }));
  await settle();
  expect(steps()).toEqual(["saved"]);
});

it("says that a photo was here before", async () => {
  chooseFiles([file("a.jpg")], "frontal");
  startUploads();
  sent[0]?.finish(samplePhoto({ id: "earlier" }));
  await settle();
  expect(steps()).toEqual(["already_here"]);
});

it("stops what is taken out of the list", () => {
  chooseFiles([file("a.jpg")], "frontal");
  startUploads();
  removeUpload(uploads.items[0]?.id ?? "");
  expect(sent[0]?.abort).toHaveBeenCalledOnce();
  expect(uploads.items).toEqual([]);
});

it("forgets everything on sign-out: list, files, pictures and what is under way", () => {
  const revoke = vi.spyOn(URL, "revokeObjectURL");
  chooseFiles([file("a.jpg"), file("b.jpg")], "frontal");
  const id = uploads.items[0]?.id ?? "";
  expect(pictureOf(id)).toBeTruthy();
  startUploads();
  forgetEverything();
  expect(uploads.items).toEqual([]);
  expect(pictureOf(id)).toBeUndefined();
  expect(revoke).toHaveBeenCalledTimes(2);
  for (const one of sent) expect(one.abort).toHaveBeenCalledOnce();
});

it("sends each photo into the record that was open when it was chosen, whatever is opened meanwhile", async () => {
  openRecord(ANNA);
  chooseFiles([file("a.jpg"), file("b.jpg"), file("c.jpg")], "frontal");
  startUploads();
  openOwnRecord();
  expect(uploads.here).toEqual([]);
  expect(uploads.elsewhere).toHaveLength(3);
  chooseFiles([file("mine.jpg")], "frontal");
  startUploads();
  for (const one of [0, 1, 2, 3]) {
    sent[one]?.finish(samplePhoto({ id: sent[one].id }));
    await settle();
  }
  expect(sent.map((one) => one.subject)).toEqual(["s2", "s2", "s2", "s1"]);
  for (const one of sent) expect(one.abort).not.toHaveBeenCalled();
});

it("forgets what is saved when another record is opened, and keeps what is not", async () => {
  openRecord(ANNA);
  chooseFiles([file("a.jpg")], "frontal");
  startUploads();
  sent[0]?.finish(samplePhoto({ id: sent[0].id }));
  await settle();
  chooseFiles([file("b.jpg")], "frontal");
  openOwnRecord();
  expect(uploads.items.map((item) => item.name)).toEqual(["b.jpg"]);
  openRecord(ANNA);
  expect(uploads.here.map((item) => item.name)).toEqual(["b.jpg"]);
});
