import * as records from "../api/records";
import type { Session, SessionDraft } from "../domain/models";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget } from "./memory";
import { type FormProblem, problemOf } from "./problem";
import { forgetTimeline } from "./timeline.svelte";

class Sessions {
  items: Session[] = $state.raw([]);
  next: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-more" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
  /** What was just done, to be said once on the list. */
  done: "created" | "changed" | null = $state(null);
}

export const sessions = new Sessions();

onForget(() => Object.assign(sessions, { items: [], next: null, status: "empty", problem: null, done: null }));

export async function loadSessions(): Promise<void> {
  if (sessions.items.length === 0) sessions.status = "loading";
  await load(null);
}

export async function loadOlderSessions(): Promise<void> {
  if (sessions.status !== "ready" || sessions.next === null) return;
  sessions.status = "loading-more";
  await load(sessions.next);
}

async function load(cursor: string | null): Promise<void> {
  const owner = account.me;
  sessions.problem = null;
  try {
    const page = await records.listSessions(account.subject.id, cursor);
    if (account.me !== owner) return;
    sessions.items = cursor === null ? page.items : [...sessions.items, ...page.items];
    sessions.next = page.next;
  } catch (caught) {
    if (account.me !== owner) return;
    sessions.problem = problemOf(caught);
  }
  sessions.status = "ready";
}

export function loadSession(id: string): Promise<Session> {
  return records.session(id);
}

export function loadLatestSession(): Promise<Session | null> {
  return records.latestSession(account.subject.id);
}

/** A name for a session about to be sent; kept over repeats of the same form. */
export function newSessionId(): string {
  return makeUuid();
}

export async function createSession(id: string, draft: SessionDraft): Promise<Session> {
  const session = await records.createSession(id, draft);
  sessions.done = "created";
  forgetTimeline();
  return session;
}

export async function changeSession(id: string, draft: SessionDraft): Promise<Session> {
  const session = await records.changeSession(id, draft);
  sessions.done = "changed";
  forgetTimeline();
  return session;
}

export async function deleteSession(id: string): Promise<void> {
  await records.deleteSession(id);
  sessions.items = sessions.items.filter((session) => session.id !== id);
  forgetTimeline();
}
