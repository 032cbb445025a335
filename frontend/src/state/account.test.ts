import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import type { Me, Subject } from "../domain/models";
import { PERMISSIONS } from "../domain/practice";
import { account, openAccount, openOwnRecord, openRecord, refreshAccount, signOut } from "./account.svelte";
import { rememberedAccount } from "./known";
import { forgetEverything, onForget, stillWanted } from "./memory";
import { ofOpenRecord } from "./record";
import { go } from "./router.svelte";

const server = vi.hoisted(() => ({ me: vi.fn(), subject: vi.fn() }));
vi.mock("../api/records", () => server);
vi.mock("../api/accounts", async (original) => ({
  ...(await original<typeof import("../api/accounts")>()),
  signOut: async () => undefined,
}));

const subject = (id: string, values: Partial<Subject> = {}): Subject => ({
  id,
  display_name: id,
  is_self: false,
  is_owner: false,
  guardian_authority: "",
  may: ["see"],
  ...values,
});
const SELF = subject("self", { is_self: true, is_owner: true, may: [...PERMISSIONS] });
const CHILD = subject("child", { is_owner: true, guardian_authority: "mother", may: [...PERMISSIONS] });
/** Her own self, in a practice's care. */
const ANNA = subject("anna", { is_self: true, may: ["add_photos"] });
const ME: Me = { id: "a1", email: "p@example.org", has_second_factor: false, subjects: [SELF, CHILD], practices: [] };

beforeEach(async () => {
  sessionStorage.clear();
  server.me.mockResolvedValue(ME);
  server.subject.mockResolvedValue(ANNA);
  account.record = null;
  account.lost = false;
  go("/", { replace: true });
  await openAccount();
});

/** As after a reload: nothing is known but what the tab has kept. */
async function reload() {
  account.record = null;
  account.me = null;
  await openAccount();
}

it("opens one's own record first", () => {
  expect(account.subject.id).toBe("self");
  expect(account.may("manage")).toBe(true);
});

it("opens another record, with what may be done there, and keeps it over a reload", async () => {
  openRecord(ANNA);
  expect(account.subject.id).toBe("anna");
  expect([account.may("add_photos"), account.may("see")]).toEqual([true, false]);
  await reload();
  expect(account.subject.id).toBe("anna");
});

it("opens a second record of one's own again without asking for it", async () => {
  openRecord(CHILD);
  server.subject.mockClear();
  await reload();
  expect(account.subject.id).toBe("child");
  expect(server.subject).not.toHaveBeenCalled();
});

it("never hands an open record to another account", async () => {
  openRecord(ANNA);
  server.me.mockResolvedValue({ ...ME, email: "other@example.org", subjects: [{ ...SELF, id: "theirs" }] });
  await reload();
  expect(account.subject.id).toBe("theirs");
});

it.each([403, 404])("falls back to one's own record, and says so, when the server answers %i", async (status) => {
  openRecord(ANNA);
  server.subject.mockRejectedValue(new ApiError("not_found", "", status));
  await reload();
  expect(account.subject.id).toBe("self");
  expect(account.lost).toBe(true);
  await reload();
  expect(account.subject.id).toBe("self");
});

it("opens nobody's record while the server cannot say, and this device does not know", async () => {
  openRecord(ANNA);
  localStorage.clear();
  server.subject.mockRejectedValue(new ApiError("network", "", 0));
  await reload();
  expect(account.status).toBe("unreachable");
  expect(account.me).toBeNull();
});

it("forgets on switching what is shown, and drops answers that were asked for before", () => {
  const forgotten = vi.fn();
  onForget(forgotten);
  const wanted = stillWanted();
  expect(wanted()).toBe(true);
  openRecord(ANNA);
  expect(forgotten).toHaveBeenLastCalledWith(false);
  expect(wanted()).toBe(false);
  openOwnRecord();
  expect(account.subject.id).toBe("self");
  forgetEverything();
  expect(forgotten).toHaveBeenLastCalledWith(true);
});

it("shows nothing of one person under another's name", () => {
  openRecord(ANNA);
  expect(ofOpenRecord({ subject: "anna", id: "p" }).id).toBe("p");
  expect(() => ofOpenRecord({ subject: "self" })).toThrow(expect.objectContaining({ code: "other_record" }));
});

it("forgets the open record on signing out", async () => {
  openRecord(ANNA);
  await signOut();
  await reload();
  expect(account.subject.id).toBe("self");
});

it("closes a record on refreshing once access to it has ended", async () => {
  openRecord(ANNA);
  server.subject.mockRejectedValue(new ApiError("not_found", "", 404));
  const forgotten = vi.fn();
  onForget(forgotten);
  await refreshAccount();
  expect(account.subject.id).toBe("self");
  expect(forgotten).toHaveBeenCalled();
});

/** As when the app is opened anew on this device. */
async function openAnew() {
  Object.assign(account, { me: null, record: null, status: "unknown", unconfirmed: false });
  await openAccount();
}
const unreachable = new ApiError("network", "", 0);
const nobody = new ApiError("not_authenticated", "", 401);
const remembered = () => vi.waitFor(async () => expect((await rememberedAccount())?.me).toEqual(ME));

it("opens without a network the account and the record that this device knows, and asks again when it can", async () => {
  openRecord(ANNA);
  await remembered();
  await vi.waitFor(async () => expect((await rememberedAccount())?.record?.id).toBe("anna"));
  server.me.mockRejectedValue(unreachable);
  await openAnew();
  expect([account.status, account.unconfirmed, account.subject.id]).toEqual(["signed-in", true, "anna"]);
  server.me.mockResolvedValue(ME);
  await openAccount();
  expect(account.unconfirmed).toBe(false);
});

it("does not open the account it knows once the server has named another", async () => {
  openRecord(ANNA);
  await remembered();
  server.me.mockResolvedValue({ ...ME, id: "a2" });
  server.subject.mockRejectedValue(unreachable);
  await openAnew();
  expect([account.status, account.me]).toEqual(["unreachable", null]);
});

it("knows nobody without a network after signing out", async () => {
  await remembered();
  await signOut();
  await vi.waitFor(async () => expect(await rememberedAccount()).toBeNull());
  server.me.mockRejectedValue(unreachable);
  await openAnew();
  expect([account.status, account.me]).toEqual(["unreachable", null]);
});

it("knows nobody any more once the server has said that the session is over", async () => {
  await remembered();
  server.me.mockRejectedValue(nobody);
  await openAnew();
  expect(account.status).toBe("signed-out");
  server.me.mockRejectedValue(unreachable);
  await openAnew();
  expect(account.status).toBe("unreachable");
});

it("keeps what is open when the server cannot be asked again", async () => {
  server.me.mockRejectedValue(unreachable);
  await openAccount();
  expect([account.status, account.me]).toEqual(["signed-in", ME]);
});

it("forgets everything of one account when another has signed in in another tab", async () => {
  const forget = vi.fn();
  onForget(forget);
  server.me.mockResolvedValue({ ...ME, id: "a2", email: "other@example.org" });
  await openAccount();
  expect(forget).toHaveBeenCalledWith(true);
  expect(account.me?.id).toBe("a2");
});

it("writes no name in the open", async () => {
  await remembered();
  expect(JSON.stringify({ ...localStorage })).not.toMatch(/self|example/);
});
