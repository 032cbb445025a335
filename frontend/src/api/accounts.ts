import type { SecondFactor } from "../domain/security";
import { callAccounts } from "./client";
import { type ApiError, errorFrom } from "./errors";

function failure(answer: { status: number; body: unknown }): ApiError {
  return errorFrom(answer.status, answer.body);
}

/** Whether new accounts can be made here. */
export async function signUpIsOpen(): Promise<boolean> {
  const answer = await callAccounts("GET", "config");
  if (answer.status !== 200) throw failure(answer);
  const config = answer.body as { data?: { account?: { is_open_for_signup?: boolean } } } | null;
  return config?.data?.account?.is_open_for_signup ?? false;
}

/**
 * Answers which second factors are asked for; null when the password sufficed. 409 means that somebody is signed in
 * already, which is what was asked for.
 */
export async function signIn(email: string, password: string): Promise<SecondFactor[] | null> {
  const answer = await callAccounts("POST", "auth/login", { email, password });
  if (answer.status === 200 || answer.status === 409) return null;
  const pending = pendingFlow(answer.body, "mfa_authenticate");
  if (answer.status === 401 && pending) return pending.types ?? [];
  throw failure(answer);
}

interface Flow {
  id: string;
  is_pending?: boolean;
  types?: SecondFactor[];
}

function pendingFlow(body: unknown, id: string): Flow | undefined {
  const flows = (body as { data?: { flows?: Flow[] } } | null)?.data?.flows ?? [];
  return flows.find((flow) => flow.id === id && flow.is_pending);
}

/** The second step of signing in, by a code of the authenticator app or a recovery code. */
export async function confirmByCode(code: string): Promise<void> {
  const answer = await callAccounts("POST", "auth/2fa/authenticate", { code });
  if (answer.status !== 200 && answer.status !== 409) throw failure(answer);
}

export async function signUp(email: string, password: string): Promise<void> {
  const answer = await callAccounts("POST", "auth/signup", { email, password });
  if (answer.status === 403) throw errorFrom(403, { code: "sign_up_closed", message: "", fields: {} });
  if (answer.status !== 200 && answer.status !== 409) throw failure(answer);
}

/** allauth answers 401 to a sign-out that worked. */
export async function signOut(): Promise<void> {
  const answer = await callAccounts("DELETE", "auth/session");
  if (answer.status !== 200 && answer.status !== 401) throw failure(answer);
}

export async function requestPasswordReset(email: string): Promise<void> {
  const answer = await callAccounts("POST", "auth/password/request", { email });
  if (answer.status !== 200) throw failure(answer);
}

/** Whether a key from a reset mail can still be used. */
export async function resetKeyIsGood(key: string): Promise<boolean> {
  const answer = await callAccounts("GET", "auth/password/reset", undefined, { "X-Password-Reset-Key": key });
  if (answer.status === 429) throw failure(answer);
  return answer.status === 200;
}

/** 401 says that the password is set and nobody is signed in by it. */
export async function resetPassword(key: string, password: string): Promise<void> {
  const answer = await callAccounts("POST", "auth/password/reset", { key, password });
  if (answer.status !== 200 && answer.status !== 401) throw failure(answer);
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  const answer = await callAccounts("POST", "account/password/change", {
    current_password: currentPassword,
    new_password: newPassword,
  });
  if (answer.status !== 200) throw failure(answer);
}
