import { Vault, VaultLocked } from "./vault";

/**
 * What this device knows of an account without a network: who it is, and what its forms are filled from. Sealed in the
 * vault with all that guidance keeps; gone when the account signs out.
 */
export async function within<Result>(
  account: string,
  work: (vault: Vault) => Promise<Result>,
): Promise<Result | undefined> {
  const [opened] = await Promise.allSettled([Vault.open(account)]);
  // No storage in this window: nothing is known then.
  if (opened.status === "rejected") return undefined;
  try {
    return await work(opened.value);
  } catch (problem) {
    if (problem instanceof VaultLocked || isFull(problem)) return undefined;
    throw problem;
  } finally {
    opened.value.close();
  }
}

function isFull(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === "QuotaExceededError";
}

export async function keepKnown(account: string, what: string, value: unknown): Promise<void> {
  await within(account, (vault) => vault.put("guide", what, value));
}

export async function known<Value>(account: string, what: string): Promise<Value | undefined> {
  return within(account, async (vault) => (await vault.get<Value>("guide", what))?.value);
}

export async function forgetKnown(account: string, what: string): Promise<void> {
  await within(account, (vault) => vault.remove("guide", what));
}

/** When the account signs out: all that is not waiting to be sent. */
export async function forgetAllKnown(account: string): Promise<void> {
  await within(account, (vault) => vault.clear("guide"));
}
