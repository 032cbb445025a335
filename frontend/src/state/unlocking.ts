import type { LockAfter } from "../domain/lock";
import * as keys from "../platform/lock";
import { setLockFlag } from "../platform/lockflag";
import { account, openAccount, signOut } from "./account.svelte";
import { lock } from "./lock.svelte";
import { countOf } from "./outbox.svelte";

/** Opening the lock, setting it and taking it off: fetched with the screens that do. */
export type Tried = "open" | "wrong" | "no_secret" | { until: number };

export async function open(pin: string | null): Promise<Tried> {
  const id = lock.shut;
  if (id === null) return "open";
  const tried = await attempt(async () => keys.unlock(id, secretOf(pin)));
  if (tried === "open") {
    lock.shut = null;
    await openAccount();
  }
  return tried;
}

/** How the shut lock is opened; null where its record is gone with the browser's storage. */
export async function wayIn(): Promise<"pin" | "passkey" | null> {
  const record = lock.shut && (await keys.lockOf(lock.shut));
  if (record) return record.by;
  // Nothing is sealed any more, so that nothing is left to lock.
  if (lock.shut) setLockFlag(lock.shut, null);
  lock.shut = null;
  await openAccount();
  return null;
}

export async function setLock(pin: string | null, after: LockAfter): Promise<Tried> {
  const id = account.me?.id;
  if (id === undefined) return "wrong";
  const tried = await attempt(async () => {
    await keys.setLock(id, secretOf(pin));
    return true;
  });
  if (tried === "open") changeAfter(after);
  return tried;
}

export async function removeLock(pin: string | null): Promise<Tried> {
  const id = account.me?.id;
  if (id === undefined) return "wrong";
  const tried = await attempt(async () => keys.removeLock(id, secretOf(pin)));
  if (tried === "open") {
    setLockFlag(id, null);
    lock.after = null;
  }
  return tried;
}

export function changeAfter(after: LockAfter): void {
  if (!account.me) return;
  setLockFlag(account.me.id, after);
  lock.after = after;
}

/** How the own lock is opened; null without one. */
export async function ownWay(): Promise<"pin" | "passkey" | null> {
  const id = account.me?.id;
  return id === undefined ? null : ((await keys.lockOf(id))?.by ?? null);
}

/** What would be lost with a forgotten PIN. */
export async function sealedCount(): Promise<number> {
  return lock.shut === null ? 0 : countOf(lock.shut);
}

/** The PIN is forgotten: the lock goes, with all that only it could open, and the account signs out. */
export async function giveUp(): Promise<void> {
  const id = lock.shut;
  if (id === null) return;
  await signOut();
  await keys.forgetVault(id);
  setLockFlag(id, null);
  lock.shut = null;
}

export { LOCK_AFTER, type LockAfter } from "../domain/lock";
export { canLock } from "../platform/lock";

function secretOf(pin: string | null): { by: "pin"; pin: string } | { by: "passkey" } {
  return pin === null ? { by: "passkey" } : { by: "pin", pin };
}

async function attempt(work: () => Promise<boolean>): Promise<Tried> {
  try {
    return (await work()) ? "open" : "wrong";
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem;
    if (problem.name === "TooSoon" && "until" in problem) return { until: Number(problem.until) };
    if (problem.name === "NoSecret") return "no_secret";
    // The browser's question was closed, or it took too long.
    if (problem instanceof DOMException) return "wrong";
    throw problem;
  }
}
