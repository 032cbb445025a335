const resets: (() => void)[] = [];

/** Registers how a store forgets what it holds about a person. */
export function onForget(reset: () => void): void {
  resets.push(reset);
}

/** Called on sign-out and when a session has lapsed: nothing of one person may be shown to the next. */
export function forgetEverything(): void {
  for (const reset of resets) reset();
}
