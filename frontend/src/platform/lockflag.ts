import { LOCK_AFTER, type LockAfter } from "../domain/lock";

/**
 * That an account has a lock on this device, known before anything is opened: the first screen depends on it. Holds no
 * secret; taking it away opens nothing that is sealed.
 */
const KEY = "likeness.lock";

type Flags = Record<string, LockAfter>;

function flags(): Flags {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Flags;
  } catch (_blockedOrSpoilt) {
    return {};
  }
}

/** Seconds out of sight after which it locks; null where this account has no lock here. */
export function lockFlag(account: string | null): LockAfter | null {
  const after = account === null ? undefined : flags()[account];
  return LOCK_AFTER.find((one) => one === after) ?? null;
}

export function setLockFlag(account: string, after: LockAfter | null): void {
  const { [account]: _old, ...others } = flags();
  try {
    localStorage.setItem(KEY, JSON.stringify(after === null ? others : { ...others, [account]: after }));
  } catch (_blockedOrFull) {
    // Without it the lock shows when the outbox is opened.
  }
}

const CHANNEL = "likeness-lock";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

export function lockOtherTabs(): void {
  channel?.postMessage("lock");
}

export function whenLockedElsewhere(react: () => void): void {
  if (channel) channel.onmessage = react;
}

/** Out of sight and back: the moment that the app is hidden or shown, an old page of the browser's memory included. */
export function watchSight(hidden: () => void, seen: () => void): void {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hidden() : seen()));
  addEventListener("pagehide", hidden);
  addEventListener("pageshow", seen);
}
