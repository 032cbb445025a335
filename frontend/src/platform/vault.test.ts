import "fake-indexeddb/auto";
import { beforeEach, expect, it } from "vitest";
import { Vault } from "./vault";

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
let account = 0;
let name = "";
beforeEach(() => {
  account += 1;
  name = `a${account}`;
});

/** All that the database holds, as it lies there. */
async function raw(accountId: string): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(`likeness-${accountId}`);
    asked.onsuccess = () => resolve(asked.result);
  });
  const all = await new Promise<Record<string, unknown>[]>((resolve) => {
    const asked = database.transaction("sealed").objectStore("sealed").getAll();
    asked.onsuccess = () => resolve(asked.result as Record<string, unknown>[]);
  });
  database.close();
  return all
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : String(value)))
    .join("|");
}

it("gives back what was kept, over a reopening", async () => {
  const vault = await Vault.open(name);
  await vault.put("outbox", "one", { view: "frontal" }, bytes("a picture"));
  vault.close();
  const again = await Vault.open(name);
  const kept = await again.get<{ view: string }>("outbox", "one");
  expect(kept?.value).toEqual({ view: "frontal" });
  expect(new TextDecoder().decode(kept?.bytes ?? new ArrayBuffer())).toBe("a picture");
  expect(await again.ids("outbox")).toEqual(["one"]);
  expect(await again.ids("guide")).toEqual([]);
});

it("keeps nothing in clear", async () => {
  const vault = await Vault.open(name);
  await vault.put("outbox", "one", { view: "lateral_left" }, bytes("a picture of a face"));
  const lying = await raw(name);
  expect(lying).toContain("outbox/one");
  expect(lying).not.toContain("lateral_left");
  expect(lying).not.toContain("picture of a face");
});

it("forgets one kind and leaves the other", async () => {
  const vault = await Vault.open(name);
  await vault.put("outbox", "one", 1);
  await vault.put("guide", "two", 2);
  await vault.clear("guide");
  expect(await vault.get("guide", "two")).toBeUndefined();
  expect((await vault.get<number>("outbox", "one"))?.value).toBe(1);
  await vault.remove("outbox", "one");
  expect(await vault.ids("outbox")).toEqual([]);
});

it("reads nothing under another account's key", async () => {
  const vault = await Vault.open(name);
  await vault.put("outbox", "one", 1);
  const other = await Vault.open(`${name}-other`);
  expect(await other.get("outbox", "one")).toBeUndefined();
});
