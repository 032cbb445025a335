/** Figures or letters; so short a secret holds by the delays and by what each try costs. */
export const PIN_MIN_LENGTH = 6;
/** What a try costs: PBKDF2-SHA-256, as OWASP's Password Storage Cheat Sheet (2023) asks at least. */
export const PIN_ITERATIONS = 600_000;

/** Seconds out of sight after which the app locks. A shorter time would lock while a photo is being picked. */
export const LOCK_AFTER = [15, 60, 300] as const;
export type LockAfter = (typeof LOCK_AFTER)[number];

const FREE_TRIES = 5;
const DELAYS_MS = [30_000, 60_000, 300_000, 900_000];

/** How long no PIN is tried after so many wrong ones in a row. Nothing is ever wiped: the photo may be nowhere else. */
export function delayAfter(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return DELAYS_MS[Math.min(wrong - FREE_TRIES, DELAYS_MS.length - 1)] ?? 0;
}

export function isLongEnough(pin: string): boolean {
  return pin.length >= PIN_MIN_LENGTH;
}

/** Whether an app that was out of sight since then is locked when it is seen again. */
export function locksNow(hiddenAt: number | null, now: number, after: LockAfter): boolean {
  // A clock that was set back counts as long.
  return hiddenAt !== null && (now - hiddenAt >= after * 1000 || now < hiddenAt);
}
