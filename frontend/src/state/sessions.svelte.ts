import * as api from "../api/sessions";
import type { Session, SessionDraft } from "../domain/models";
import { repeatOf } from "../domain/sessionlog";
import { wallTimeAt, wallTimeText } from "../domain/walltime";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget, stillWanted } from "./memory";
import { type FormProblem, problemOf } from "./problem";
import { ofOpenRecord } from "./record";
import { forgetTimeline } from "./timeline.svelte";

class Sessions {
  items: Session[] = $state.raw([]);
  next: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-more" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
  /** What was just done, to be said once on the list. */
  done: "created" | "changed" | null = $state(null);
  /** The session that “repeat last” has just logged and that can be taken back. */
  repeated: Session | null = $state.raw(null);
}

export const sessions = new Sessions();

onForget(() =>
  Object.assign(sessions, { items: [], next: null, status: "empty", problem: null, done: null, repeated: null }),
);

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
  const wanted = stillWanted();
  sessions.problem = null;
  try {
    const page = await api.listSessions(account.subject.id, cursor);
    if (!wanted()) return;
    sessions.items = cursor === null ? page.items : [...sessions.items, ...page.items];
    sessions.next = page.next;
  } catch (caught) {
    if (!wanted()) return;
    sessions.problem = problemOf(caught);
  }
  sessions.status = "ready";
}

export async function loadSession(id: string): Promise<Session> {
  return ofOpenRecord(await api.session(id));
}

export function loadLatestSession(): Promise<Session | null> {
  return api.latestSession(account.subject.id);
}

/** A name for a session about to be sent; kept over repeats of the same form. */
export function newSessionId(): string {
  return makeUuid();
}

export async function createSession(id: string, draft: SessionDraft): Promise<Session> {
  const wanted = stillWanted();
  const session = await api.createSession(id, account.subject.id, draft);
  if (wanted()) sessions.done = "created";
  forgetTimeline();
  return session;
}

/** Logs a session now with the values of `last`. `id` stays the same over tries, so that a lost answer adds no two. */
export async function repeatSession(id: string, last: Session): Promise<void> {
  const wanted = stillWanted();
  const session = await api.createSession(id, account.subject.id, repeatOf(last, wallTimeText(wallTimeAt(new Date()))));
  if (!wanted()) return;
  sessions.repeated = session;
  forgetTimeline();
  await loadSessions();
}

/** Takes back what `repeatSession` has logged. */
export async function undoRepeat(): Promise<void> {
  if (!sessions.repeated) return;
  await deleteSession(sessions.repeated.id);
  sessions.repeated = null;
}

export async function changeSession(id: string, draft: SessionDraft): Promise<Session> {
  const session = await api.changeSession(id, draft);
  sessions.done = "changed";
  forgetTimeline();
  return session;
}

export async function deleteSession(id: string): Promise<void> {
  await api.deleteSession(id);
  sessions.items = sessions.items.filter((session) => session.id !== id);
  forgetTimeline();
}
