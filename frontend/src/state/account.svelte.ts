import * as accounts from "../api/accounts";
import { isApiError, whenSignedOut } from "../api/client";
import * as records from "../api/records";
import type { Me, Subject } from "../domain/models";
import type { Permission } from "../domain/practice";
import { isPublic, matchRoute, ROUTES, safeReturnPath } from "../domain/routes";
import type { SecondFactor } from "../domain/security";
import { keepRecord, keptRecord } from "../platform/openrecord";
import { markWelcomed, wasWelcomed } from "../platform/preferences";
import { forgetAccount, rememberAccount, rememberedAccount } from "./known";
import { forgetEverything } from "./memory";
import { go, here, router } from "./router.svelte";

type Status = "unknown" | "signed-out" | "signed-in" | "unreachable";

function selfOf(me: Me): Subject | undefined {
  return me.subjects.find((subject) => subject.is_self) ?? me.subjects[0];
}

class Account {
  status: Status = $state("unknown");
  me: Me | null = $state.raw(null);
  /** The record that was chosen; null while it is one's own self. */
  record: Subject | null = $state.raw(null);
  /** A chosen record could not be opened again: access to it has ended. To be said once. */
  lost = $state(false);
  /** True after a session ended by itself. */
  lapsed = $state(false);
  /** The server could not be asked: this is what the device knows of the account. */
  unconfirmed = $state(false);
  /** What may be shown as the second step of signing in; null unless it is asked for. */
  secondStep: SecondFactor[] | null = $state.raw(null);

  /** One's own record. */
  get self(): Subject {
    const own = this.me && selfOf(this.me);
    if (!own) throw new Error("No subject: nobody is signed in.");
    return own;
  }

  /** Whose record is open: everything that is shown, and everything that is added, is theirs. */
  get subject(): Subject {
    return this.record ?? this.self;
  }

  /** The same where nobody may be signed in. */
  get openId(): string | null {
    return this.me && this.subject.id;
  }

  /** Whose the open record is, if it is this account's own: of that one alone this device keeps something. */
  get keeper(): string | null {
    return this.me && this.subject.is_owner ? this.me.id : null;
  }

  may(permission: Permission): boolean {
    return this.subject.may.includes(permission);
  }
}

export const account = new Account();

/**
 * Finds out who is signed in. Where the server cannot be asked, the account that this device knows is opened, or stays
 * open; `unreachable` where it knows none.
 */
export async function openAccount(): Promise<void> {
  let answered: string | null = null;
  try {
    const me = await records.me();
    answered = me.id;
    const record = await recordKept(me);
    // Somebody else has signed in meanwhile, in another tab.
    if (account.me && account.me.id !== me.id) forgetEverything();
    account.me = me;
    account.record = record;
    account.status = "signed-in";
    account.lapsed = false;
    account.unconfirmed = false;
    account.secondStep = null;
    void rememberAccount({ me, record });
  } catch (caught) {
    if (!isApiError(caught)) throw caught;
    // 401 and 403 alike: nobody this server knows.
    if (caught.status === 401 || caught.status === 403) {
      if (account.me) leave(true);
      else {
        account.status = "signed-out";
        void forgetAccount(false);
      }
    } else if (!account.me) await openKnown(answered);
  }
  if (account.status === "signed-out") askToSignIn();
  else if (account.status === "signed-in" && isPublic(router.route.name) && router.route.name !== "reset") {
    go(returnPath(), { replace: true });
  }
}

/** What this device knows of the account that was signed in last; it is asked for anew as soon as that may work. */
async function openKnown(answered: string | null): Promise<void> {
  const known = await rememberedAccount();
  // The network went after the server had named somebody else.
  if (!known || (answered !== null && answered !== known.me.id)) {
    account.status = "unreachable";
    return;
  }
  const { me, record } = known;
  const id = keptRecord(me.email);
  const own = me.subjects.find((subject) => subject.id === id);
  account.me = me;
  account.record = own ? (own === selfOf(me) ? null : own) : record?.id === id ? record : null;
  account.unconfirmed = true;
  account.status = "signed-in";
}

/** The record that this tab had open before it was loaded again; null for one's own, or where access has ended. */
async function recordKept(me: Me): Promise<Subject | null> {
  const id = keptRecord(me.email);
  if (id === null) return null;
  const own = me.subjects.find((subject) => subject.id === id);
  if (own) return own === selfOf(me) ? null : own;
  try {
    return await records.subject(id);
  } catch (caught) {
    if (!isApiError(caught) || ![403, 404].includes(caught.status)) throw caught;
    keepRecord(null);
    account.lost = true;
    return null;
  }
}

/** Opens somebody's record: what was shown of another is forgotten first. Uploads go on, each for its own person. */
export function openRecord(subject: Subject): void {
  forgetEverything(false);
  // A client's record is their own self, too: only its id tells whether it is this account's.
  account.record = subject.id === account.self.id ? null : subject;
  account.lost = false;
  keepRecord(account.me && account.record && { account: account.me.email, subject: account.record.id });
  if (account.me) void rememberAccount({ me: account.me, record: account.record });
}

export function openOwnRecord(): void {
  openRecord(account.self);
}

/** Asks anew who this account is and what it may do; the open record stays open where it may. */
export async function refreshAccount(): Promise<void> {
  const me = await records.me();
  const record = await recordKept(me);
  const moved = record?.id !== account.record?.id;
  if (moved) forgetEverything(false);
  account.me = me;
  account.record = record;
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

/** A session that lapsed keeps which record was open, for the same account alone: it signs in and goes on there. */
function leave(lapsed: boolean): void {
  forgetEverything();
  if (!lapsed) keepRecord(null);
  account.me = null;
  account.record = null;
  account.lost = false;
  account.lapsed = lapsed;
  account.unconfirmed = false;
  account.status = "signed-out";
  void forgetAccount(!lapsed);
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
  account.secondStep = await accounts.signIn(email, password);
  if (account.secondStep === null) await openAccount();
}

/** The second step: a code of the authenticator app, or one of the recovery codes. */
export async function signInByCode(code: string): Promise<void> {
  await accounts.confirmByCode(code);
  await openAccount();
}

/** Back from the second step to the first. */
export function startSignInAgain(): void {
  account.secondStep = null;
}

export async function signUp(email: string, password: string): Promise<void> {
  await accounts.signUp(email, password);
  account.me = await records.me();
  account.record = null;
  account.lapsed = false;
  account.status = "signed-in";
  void rememberAccount({ me: account.me, record: null });
  const next = returnPath();
  if (wasWelcomed()) go(next, { replace: true });
  else
    go(next === ROUTES.timeline ? ROUTES.welcome : `${ROUTES.welcome}?next=${encodeURIComponent(next)}`, {
      replace: true,
    });
}

export function finishWelcome(): void {
  markWelcomed();
}

/** Where somebody wanted to go before the account and the welcome came between; null for nowhere in particular. */
export function wantedBefore(): string | null {
  const path = returnPath();
  return path === ROUTES.timeline ? null : path;
}

export async function signOut(): Promise<void> {
  await accounts.signOut();
  leave(false);
  go(ROUTES.signIn, { replace: true });
}

export async function renameSelf(displayName: string): Promise<void> {
  const renamed = await records.renameSubject(account.self.id, displayName);
  if (account.me) {
    const subjects = account.me.subjects.map((subject) => (subject.id === renamed.id ? renamed : subject));
    account.me = { ...account.me, subjects };
  }
}

export const { changePassword, requestPasswordReset, resetKeyIsGood, resetPassword, signUpIsOpen } = accounts;
