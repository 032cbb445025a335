import type { Authenticator, SignedInBrowser, TotpSetup } from "../domain/security";
import { callAccounts } from "./client";
import { ApiError, errorFrom } from "./errors";

interface Answer {
  status: number;
  body: unknown;
}

/** The body's `data`. What asks for the password once more is an error of its own: `reauthenticate`. */
function dataOf<Data>(answer: Answer): Data {
  if (answer.status === 200) return (answer.body as { data: Data }).data;
  throw failure(answer);
}

function failure({ status, body }: Answer): ApiError {
  const flows = (body as { data?: { flows?: { id: string }[] } } | null)?.data?.flows ?? [];
  const asks = status === 401 && flows.some((flow) => flow.id === "reauthenticate");
  return asks ? new ApiError("reauthenticate", "", status) : errorFrom(status, body);
}

export async function authenticators(): Promise<Authenticator[]> {
  return dataOf(await callAccounts("GET", "account/authenticators"));
}

/** A secret that counts once a code made with it is sent back. */
export async function totpSetup(): Promise<TotpSetup> {
  const answer = await callAccounts("GET", "account/authenticators/totp");
  const meta = (answer.body as { meta?: { secret?: string; totp_url?: string; qr_svg?: string } } | null)?.meta;
  if (answer.status !== 404 || !meta?.secret) throw failure(answer);
  return { secret: meta.secret, url: meta.totp_url ?? "", qr_svg: meta.qr_svg ?? "" };
}

export async function activateTotp(code: string): Promise<void> {
  dataOf(await callAccounts("POST", "account/authenticators/totp", { code }));
}

export async function deactivateTotp(): Promise<void> {
  dataOf(await callAccounts("DELETE", "account/authenticators/totp"));
}

/** The unused codes, as far as they may still be seen. */
export async function recoveryCodes(): Promise<string[]> {
  const codes = dataOf<{ unused_codes?: string[] }>(await callAccounts("GET", "account/authenticators/recovery-codes"));
  return codes.unused_codes ?? [];
}

export async function newRecoveryCodes(): Promise<string[]> {
  const codes = dataOf<{ unused_codes?: string[] }>(
    await callAccounts("POST", "account/authenticators/recovery-codes", {}),
  );
  return codes.unused_codes ?? [];
}

export async function passkeyOptions(): Promise<unknown> {
  const answer = await callAccounts("GET", "account/authenticators/webauthn");
  return dataOf<{ creation_options: unknown }>(answer).creation_options;
}

export async function addPasskey(name: string, credential: unknown): Promise<void> {
  dataOf(await callAccounts("POST", "account/authenticators/webauthn", { name, credential }));
}

export async function removePasskey(id: number): Promise<void> {
  dataOf(await callAccounts("DELETE", "account/authenticators/webauthn", { authenticators: [id] }));
}

export async function browsers(): Promise<SignedInBrowser[]> {
  return dataOf(await callAccounts("GET", "auth/sessions"));
}

export async function signOutBrowsers(ids: number[]): Promise<SignedInBrowser[]> {
  return dataOf(await callAccounts("DELETE", "auth/sessions", { sessions: ids }));
}

export async function reauthenticate(password: string): Promise<void> {
  const answer = await callAccounts("POST", "auth/reauthenticate", { password });
  if (answer.status !== 200) throw errorFrom(answer.status, answer.body);
}

/** The challenge for a passkey as the second step of signing in. */
export async function signInOptions(): Promise<unknown> {
  const answer = await callAccounts("GET", "auth/webauthn/authenticate");
  return dataOf<{ request_options: unknown }>(answer).request_options;
}

export async function signInByPasskey(credential: unknown): Promise<void> {
  const answer = await callAccounts("POST", "auth/webauthn/authenticate", { credential });
  if (answer.status !== 200 && answer.status !== 409) throw errorFrom(answer.status, answer.body);
}
