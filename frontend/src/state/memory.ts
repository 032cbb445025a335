const resets: ((wholly: boolean) => void)[] = [];
let era = 0;

/** Registers how a store forgets what it holds about a person; `wholly` when it is the account that leaves. */
export function onForget(reset: (wholly: boolean) => void): void {
  resets.push(reset);
}

/**
 * Called on sign-out, when a session has lapsed (`wholly`), and when another record is opened: nothing of one person
 * may be shown to the next, nor under another's name.
 */
export function forgetEverything(wholly = true): void {
  era += 1;
  for (const reset of resets) reset(wholly);
}

/** Tells later whether what is asked for now may still be shown: not after anything was forgotten meanwhile. */
export function stillWanted(): () => boolean {
  const asked = era;
  return () => asked === era;
}
