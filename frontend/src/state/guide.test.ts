import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError, networkError } from "../api/errors";
import type { Ghost, GhostTarget } from "../domain/models";
import { databaseName, Vault } from "../platform/vault";
import { account } from "./account.svelte";
import { guideFor } from "./guide.svelte";
import { forgetAccount, rememberAccount } from "./known";
import { forgetEverything } from "./memory";

const server = vi.hoisted(() => ({ ghosts: vi.fn(), ghostPicture: vi.fn() }));
vi.mock("../api/records", () => server);

const MEASURED: GhostTarget = {
  pose: { yaw: 2, pitch: -3, roll: 1 },
  eye_span: 0.15,
  eyes_middle: { x: 0.5, y: 0.4 },
  ghost_eyes: { right: { x: 411, y: 629 }, left: { x: 668, y: 631 } },
  mouth_opening: 0.01,
  eye_opening: 0.08,
  smile: 0.1,
  light_patches: [0, 0, 0, 0, 0, 0, 0, 0, 0],
};
const BY_HAND = Object.fromEntries(Object.keys(MEASURED).map((name) => [name, null])) as unknown as GhostTarget;
const ghost = (series: string, values: Partial<Ghost> = {}): Ghost => ({
  series,
  view: "frontal",
  url: `/ghosts/${series}?v=1`,
  target: MEASURED,
  ...values,
});
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const text = (buffer: ArrayBuffer) => new TextDecoder().decode(buffer);
const offline = () => server.ghosts.mockRejectedValue(networkError());

let number = 0;
beforeEach(async () => {
  number += 1;
  const me = { id: `account-${number}`, email: "a@b.c", has_second_factor: false, subjects: [], practices: [] };
  account.me = me;
  await rememberAccount({ me, record: null });
  server.ghosts.mockReset().mockResolvedValue([ghost("one")]);
  server.ghostPicture.mockReset().mockImplementation(async (url: string) => bytes(url));
});
afterEach(() => {
  account.me = null;
});

it("gives what the server measured of each baseline", async () => {
  const [found] = await guideFor("anna");
  expect(found?.target).toEqual({
    series: "one",
    view: "frontal",
    pose: MEASURED.pose,
    eyeSpan: 0.15,
    eyesMiddle: { x: 0.5, y: 0.4 },
    mouthOpen: 0.01,
    eyesOpen: 0.08,
    smile: 0.1,
    light: MEASURED.light_patches,
  });
  expect(found?.ghostEyes).toEqual(MEASURED.ghost_eyes);
  expect(found && text(found.ghost)).toBe("/ghosts/one?v=1");
});

it("gives general advice for a baseline that was set by hand", async () => {
  server.ghosts.mockResolvedValue([ghost("one", { view: "lateral_left", target: BY_HAND })]);
  const [found] = await guideFor("anna");
  expect(found?.target).toMatchObject({ series: "", view: "lateral_left", pose: { yaw: -90 } });
  expect(found?.ghostEyes).toBeNull();
});

it("gives the same without a network, of this subject alone", async () => {
  server.ghosts.mockResolvedValue([ghost("one"), ghost("two", { view: "oblique_left" })]);
  const before = await guideFor("anna");
  offline();
  expect(await guideFor("anna")).toEqual(before);
  await expect(guideFor("bella")).rejects.toMatchObject({ status: 0 });
});

it("fetches a picture again only when it has changed, and drops what is no baseline any more", async () => {
  server.ghosts.mockResolvedValue([ghost("one"), ghost("two")]);
  await guideFor("anna");
  server.ghosts.mockResolvedValue([ghost("one", { url: "/ghosts/one?v=2" })]);
  server.ghostPicture.mockClear();
  await guideFor("anna");
  expect(server.ghostPicture.mock.calls).toEqual([["/ghosts/one?v=2"]]);
  offline();
  const kept = await guideFor("anna");
  expect(kept.map((one) => text(one.ghost))).toEqual(["/ghosts/one?v=2"]);
  server.ghosts.mockResolvedValue([ghost("one", { url: "/ghosts/one?v=2" })]);
  server.ghostPicture.mockClear();
  await guideFor("anna");
  expect(server.ghostPicture).not.toHaveBeenCalled();
});

it("keeps it sealed", async () => {
  await guideFor("anna");
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(databaseName(`account-${number}`));
    opening.onsuccess = () => resolve(opening.result);
  });
  const values = await new Promise<unknown[]>((resolve) => {
    const reading = database.transaction("sealed").objectStore("sealed").getAll();
    reading.onsuccess = () => resolve(reading.result);
  });
  database.close();
  const ghosts = values.filter((one) => JSON.stringify(one).includes("ghost/anna/one"));
  expect(ghosts).toHaveLength(1);
  const { value, bytes: picture } = ghosts[0] as { value: ArrayBuffer; bytes: ArrayBuffer };
  expect(text(value)).not.toContain("frontal");
  expect(text(picture)).not.toContain("/ghosts/one");
});

it("is gone when the account signs out", async () => {
  await guideFor("anna");
  await forgetAccount(true);
  const vault = await Vault.open(`account-${number}`);
  expect(await vault.ids("guide")).toEqual([]);
  vault.close();
  offline();
  await expect(guideFor("anna")).rejects.toMatchObject({ status: 0 });
});

it("keeps nothing that arrives after the account has left", async () => {
  server.ghostPicture.mockImplementation(async (url: string) => {
    forgetEverything();
    return bytes(url);
  });
  await guideFor("anna");
  offline();
  await expect(guideFor("anna")).rejects.toMatchObject({ status: 0 });
});

it.each([403, 404])("keeps nothing of somebody whose photos it may no longer take: %i", async (status) => {
  await guideFor("anna");
  server.ghosts.mockRejectedValue(new ApiError("permission_denied", "", status));
  await expect(guideFor("anna")).rejects.toMatchObject({ status });
  offline();
  await expect(guideFor("anna")).rejects.toMatchObject({ status: 0 });
});
