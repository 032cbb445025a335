import * as accounts from "../api/accounts";
import { isApiError, whenSignedOut } from "../api/client";
import * as records from "../api/records";
import type { Me, Subject } from "../domain/models";
import { isPublic, matchRoute, ROUTES, safeReturnPath } from "../domain/routes";
import { markWelcomed, wasWelcomed } from "../platform/preferences";
import { forgetEverything } from "./memory";
import { go, here, router } from "./router.svelte";

type Status = "unknown" | "signed-out" | "signed-in" | "unreachable";

class Account {
  status: Status = $state("unknown");
  me: Me | null = $state.raw(null);
  /** True after a session ended by itself. */
  lapsed = $state(false);

  get subject(): Subject {
    const own = this.me?.subjects.find((subject) => subject.is_self) ?? this.me?.subjects[0];
    if (!own) throw new Error("No subject: nobody is signed in.");
    return own;
  }
}

export const account = new Account();

/** Finds out who is signed in. Leaves `unreachable` when the server cannot be asked. */
export async function openAccount(): Promise<void> {
  try {
    account.me = await records.me();
    account.status = "signed-in";
    account.lapsed = false;
  } catch (caught) {
    if (!isApiError(caught)) throw caught;
    // 401 and 403 alike: nobody this server knows.
    account.status = caught.status === 401 || caught.status === 403 ? "signed-out" : "unreachable";
  }
  if (account.status === "signed-out") askToSignIn();
  else if (account.status === "signed-in" && isPublic(router.route.name) && router.route.name !== "reset") {
    go(returnPath(), { replace: true });
  }
}

/** Leads to sign-in from any screen that is behind the door. */
export function askToSignIn(): void {
  if (isPublic(matchRoute(location.pathname).name)) return;
  const back = here();
  go(back === ROUTES.timeline ? ROUTES.signIn : `${ROUTES.signIn}?next=${encodeURIComponent(back)}`, { replace: true });
}

function returnPath(): string {
  return safeReturnPath(router.query.get("next"));
}

function leave(lapsed: boolean): void {
  forgetEverything();
  account.me = null;
  account.lapsed = lapsed;
  account.status = "signed-out";
}

/** Watches for answers that say nobody is signed in. Call once. */
export function watchSignOuts(): void {
  whenSignedOut(() => {
    if (account.status !== "signed-in") return;
    leave(true);
    askToSignIn();
  });
}

export async function signIn(email: string, password: string): Promise<void> {
  await accounts.signIn(email, password);
  await openAccount();
}

export async function signUp(email: string, password: string): Promise<void> {
  await accounts.signUp(email, password);
  account.me = await records.me();
  account.lapsed = false;
  account.status = "signed-in";
  go(wasWelcomed() ? ROUTES.timeline : ROUTES.welcome, { replace: true });
}

export function finishWelcome(): void {
  markWelcomed();
}

export async function signOut(): Promise<void> {
  await accounts.signOut();
  leave(false);
  go(ROUTES.signIn, { replace: true });
}

export async function renameSelf(displayName: string): Promise<void> {
  const renamed = await records.renameSubject(account.subject.id, displayName);
  if (account.me) {
    const subjects = account.me.subjects.map((subject) => (subject.id === renamed.id ? renamed : subject));
    account.me = { ...account.me, subjects };
  }
}

export const { changePassword, requestPasswordReset, resetKeyIsGood, resetPassword, signUpIsOpen } = accounts;
