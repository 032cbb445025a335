import { type LockAfter, locksNow } from "../domain/lock";
import { lockFlag, lockOtherTabs, watchSight, whenLockedElsewhere } from "../platform/lockflag";
import { rememberedId } from "../platform/preferences";
import { account } from "./account.svelte";
import { forgetEverything } from "./memory";
import { putAwayOutbox } from "./outbox.svelte";

/** Sealed storage is fetched when it is first needed. */
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
  await putAwayOutbox();
  forgetEverything(false);
  account.me = null;
  account.record = null;
  account.status = "unknown";
  (await vault()).dropKeys();
}
