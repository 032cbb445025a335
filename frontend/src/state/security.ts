import * as api from "../api/security";
import { makePasskey, passkeysWork, showPasskey } from "../platform/passkeys";
import { openAccount, refreshAccount } from "./account.svelte";
import { endHandOver } from "./handed.svelte";
import { type FormProblem, problemOf } from "./problem";

export {
  authenticators,
  browsers,
  newRecoveryCodes,
  reauthenticate,
  recoveryCodes,
  signOutBrowsers,
  totpSetup,
} from "../api/security";
export { passkeysWork };

export async function activateTotp(code: string): Promise<void> {
  await api.activateTotp(code);
  await refreshAccount();
}

export async function deactivateTotp(): Promise<void> {
  await api.deactivateTotp();
  await refreshAccount();
}

/** Answers whether one was made: the browser's question can be closed. */
export async function addPasskey(name: string): Promise<boolean> {
  const credential = await makePasskey(await api.passkeyOptions());
  if (credential === null) return false;
  await api.addPasskey(name, credential);
  await refreshAccount();
  return true;
}

export async function removePasskey(id: number): Promise<void> {
  await api.removePasskey(id);
  await refreshAccount();
}

/** The second step of signing in, by a passkey. */
export async function signInByPasskey(): Promise<void> {
  const credential = await showPasskey(await api.signInOptions());
  if (credential === null) return;
  await api.signInByPasskey(credential);
  await openAccount();
}

/** Whoever is signed in has the device back, as their password shows; what it answers is why that failed, or null. */
export async function takeBack(password: string): Promise<FormProblem | null> {
  try {
    await api.reauthenticate(password);
  } catch (caught) {
    return problemOf(caught);
  }
  endHandOver();
  return null;
}
