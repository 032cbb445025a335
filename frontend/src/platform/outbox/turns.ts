/**
 * Runs `work` while no other tab, nor the service worker, runs it under the same name; waits for its turn. A tab that
 * is closed or killed gives its turn away. Plain http has no locks: there two tabs may send the same, which the server
 * takes for one.
 */
export async function inTurn<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
  return locks ? locks.request(name, { signal }, work) : work();
}
