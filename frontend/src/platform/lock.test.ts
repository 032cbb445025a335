import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { forgetVault, lockOf, removeLock, setLock, TooSoon, unlock } from "./lock";
import { dropKeys, holdsKey, Vault, VaultLocked } from "./vault";

const pin = (text: string) => ({ by: "pin", pin: text }) as const;
const bytes = new TextEncoder().encode("a picture").buffer as ArrayBuffer;
/** How many things lie sealed. */
async function sealed(): Promise<number> {
  const vault = await Vault.open(account);
  const ids = await vault.ids("outbox");
  vault.close();
  return ids.length;
}

let number = 0;
let account = "";

beforeEach(async () => {
  vi.useRealTimers();
  dropKeys();
  number += 1;
  account = `person-${number}`;
  const vault = await Vault.open(account);
  await vault.put("outbox", "one", { view: "frontal" }, bytes);
  vault.close();
});

it("reads nothing while it is locked, and all once it is opened", async () => {
  await setLock(account, pin("123456"));
  dropKeys();
  const vault = await Vault.open(account);
  await expect(vault.get("outbox", "one")).rejects.toBeInstanceOf(VaultLocked);
  await expect(vault.put("outbox", "two", {})).rejects.toBeInstanceOf(VaultLocked);
  expect(await sealed()).toBe(1);
  expect(await unlock(account, pin("654321"))).toBe(false);
  expect(holdsKey(account)).toBe(false);
  expect(await unlock(account, pin("123456"))).toBe(true);
  // The vault that was open before reads on.
  expect((await vault.get<{ view: string }>("outbox", "one"))?.value.view).toBe("frontal");
  dropKeys();
  await expect(vault.get("outbox", "one")).rejects.toBeInstanceOf(VaultLocked);
});

it("holds the key nowhere on the device while it is locked", async () => {
  await setLock(account, pin("123456"));
  const record = await lockOf(account);
  expect(record).toMatchObject({ kind: "locked", by: "pin", iterations: 600_000 });
  expect(Object.values(record ?? {}).some((value) => value instanceof CryptoKey)).toBe(false);
});

it("is taken off by the PIN alone, and nothing is lost by it", async () => {
  await setLock(account, pin("123456"));
  expect(await removeLock(account, pin("000000"))).toBe(false);
  expect(await lockOf(account)).not.toBeNull();
  expect(await removeLock(account, pin("123456"))).toBe(true);
  dropKeys();
  const vault = await Vault.open(account);
  expect((await vault.get("outbox", "one"))?.bytes?.byteLength).toBe(bytes.byteLength);
  // And can be set again.
  await setLock(account, pin("abcdef"));
  expect(await unlock(account, pin("abcdef"))).toBe(true);
});

it("waits longer after each wrong PIN, over a restart too, and wipes nothing", { timeout: 30_000 }, async () => {
  await setLock(account, pin("123456"));
  dropKeys();
  for (let tries = 0; tries < 5; tries += 1) expect(await unlock(account, pin("000000"))).toBe(false);
  await expect(unlock(account, pin("123456"))).rejects.toBeInstanceOf(TooSoon);
  const until = (await lockOf(account))?.notBefore ?? 0;
  expect(until - Date.now()).toBeGreaterThan(25_000);
  vi.spyOn(Date, "now").mockReturnValue(until + 1);
  expect(await unlock(account, pin("123456"))).toBe(true);
  expect((await lockOf(account))?.wrong).toBe(0);
  expect(await sealed()).toBe(1);
});

it("goes with everything sealed where the PIN is forgotten", async () => {
  await setLock(account, pin("123456"));
  await forgetVault(account);
  expect(await lockOf(account)).toBeNull();
  expect(await sealed()).toBe(0);
});
