import { LOCK_AFTER, type LockAfter, locksNow } from "../domain/lock";
import { lockFlag, lockOtherTabs, setLockFlag, watchSight, whenLockedElsewhere } from "../platform/lockflag";
import { rememberedId } from "../platform/preferences";
import { account, openAccount, signOut } from "./account.svelte";
import { forgetEverything } from "./memory";
import { closeOutbox } from "./outbox.svelte";

/** What opens and wraps is fetched when a lock is set or asked for. */
const keys = () => import("../platform/lock");
const vault = () => import("../platform/vault");

class Lock {
  /** The account whose lock is shut; null while nothing is. */
  shut: string | null = $state(lockFlag(rememberedId()) === null ? null : rememberedId());
  /** Out of sight: a cover lies over everything, for the system's own picture of the app. */
  covered = $state(false);
  /** Of the account that is signed in: seconds out of sight until it locks; null without a lock. */
  after: LockAfter | null = $state(null);
}

export const lock = new Lock();

let hiddenAt: number | null = null;

/** Call once, before the account is opened. */
export function watchLock(): void {
  watchSight(
    () => {
      if (!isSet()) return;
      hiddenAt ??= Date.now();
      lock.covered = true;
    },
    () => {
      if (lock.after !== null && locksNow(hiddenAt, Date.now(), lock.after)) void shutNow();
      hiddenAt = null;
      lock.covered = false;
    },
  );
  whenLockedElsewhere(() => void shutHere());
  $effect.root(() => {
    $effect(() => {
      const id = account.me?.id ?? null;
      lock.after = lockFlag(id);
      // Signed in with the password on a device where this account has a lock: what is sealed needs its key all the same.
      if (id !== null && lock.after !== null) void askForKey(id);
    });
  });
}

function isSet(): boolean {
  return lock.after !== null && lock.shut === null;
}

async function askForKey(id: string): Promise<void> {
  const { holdsKey } = await vault();
  if (!holdsKey(id) && account.me?.id === id) await shutHere();
}

/** Locks this and every other tab of the app on this device. */
export async function shutNow(): Promise<void> {
  lockOtherTabs();
  await shutHere();
}

/** Nothing of a person is left on the page: what is shown is forgotten, and what is sealed cannot be read. */
async function shutHere(): Promise<void> {
  const id = account.me?.id ?? null;
  if (id === null || lockFlag(id) === null) return;
  lock.shut = id;
  closeOutbox();
  forgetEverything(false);
  account.me = null;
  account.record = null;
  account.status = "unknown";
  (await vault()).dropKeys();
}

export type Tried = "open" | "wrong" | "no_secret" | { until: number };

export async function open(pin: string | null): Promise<Tried> {
  const id = lock.shut;
  if (id === null) return "open";
  const tried = await attempt(async () => (await keys()).unlock(id, secretOf(pin)));
  if (tried === "open") {
    lock.shut = null;
    await openAccount();
  }
  return tried;
}

/** How the shut lock is opened; null where its record is gone with the browser's storage. */
export async function wayIn(): Promise<"pin" | "passkey" | null> {
  const record = lock.shut && (await (await keys()).lockOf(lock.shut));
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
    await (await keys()).setLock(id, secretOf(pin));
    return true;
  });
  if (tried === "open") changeAfter(after);
  return tried;
}

export async function removeLock(pin: string | null): Promise<Tried> {
  const id = account.me?.id;
  if (id === undefined) return "wrong";
  const tried = await attempt(async () => (await keys()).removeLock(id, secretOf(pin)));
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
  return id === undefined ? null : ((await (await keys()).lockOf(id))?.by ?? null);
}

export async function canLock(): Promise<boolean> {
  return (await keys()).canLock();
}

/** What would be lost with a forgotten PIN. */
export async function sealedCount(): Promise<number> {
  return lock.shut === null ? 0 : (await keys()).countSealed(lock.shut);
}

/** The PIN is forgotten: the lock goes, with all that only it could open, and the account signs out. */
export async function giveUp(): Promise<void> {
  const id = lock.shut;
  if (id === null) return;
  await signOut();
  await (await keys()).forgetVault(id);
  setLockFlag(id, null);
  lock.shut = null;
}

export { LOCK_AFTER, type LockAfter };

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
