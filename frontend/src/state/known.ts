import { isApiError } from "../api/client";
import type { Me, Subject } from "../domain/models";
import { rememberedId, rememberId } from "../platform/preferences";

/** Sealed storage is fetched when it is first needed: the first screen stands without it. */
const shelf = () => import("../platform/known");

const ME = "me";

export interface KnownAccount {
  me: Me;
  /** The record that was open, where it is not one of the account's own. */
  record: Subject | null;
}

/** So that the app opens on this device without a network; the name lies sealed, only the id in the open. */
export async function rememberAccount(found: KnownAccount): Promise<void> {
  rememberId(found.me.id);
  await (await shelf()).keepKnown(found.me.id, ME, found);
}

export async function keepLatest(account: string | null, what: string, value: unknown): Promise<void> {
  if (account !== null) await (await shelf()).keepKnown(account, what, value);
}

export async function rememberedAccount(): Promise<KnownAccount | null> {
  const id = rememberedId();
  return id === null ? null : ((await (await shelf()).known<KnownAccount>(id, ME)) ?? null);
}

/** `wholly` when the account signs out; else its session has ended, and what it needs for guidance stays sealed. */
export async function forgetAccount(wholly: boolean): Promise<void> {
  const id = rememberedId();
  if (id === null) return;
  rememberId(null);
  const { forgetKnown, forgetAllKnown } = await shelf();
  await (wholly ? forgetAllKnown(id) : forgetKnown(id, ME));
}

/**
 * The answer of the server, or without a network what it last answered on this device. Throws what `ask` threw. Of
 * records that are only in somebody's care nothing is kept: ask with the account null.
 */
export async function askOrKnow<Value>(
  account: string | null,
  what: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  if (account === null) return ask();
  const { keepKnown, known } = await shelf();
  try {
    const value = await ask();
    await keepKnown(account, what, value);
    return value;
  } catch (caught) {
    if (!isApiError(caught) || caught.status !== 0) throw caught;
    const before = await known<Value>(account, what);
    if (before === undefined) throw caught;
    return before;
  }
}
