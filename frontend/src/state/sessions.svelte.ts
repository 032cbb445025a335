import { isApiError } from "../api/client";
import * as api from "../api/sessions";
import type { Session, SessionDraft } from "../domain/models";
import { asSession } from "../domain/outbox";
import { repeatOf } from "../domain/sessionlog";
import { wallTimeAt, wallTimeText } from "../domain/walltime";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { askOrKnow, keepLatest } from "./known";
import { onForget, stillWanted } from "./memory";
import { keepSession, onArrived, outbox, removeItem } from "./outbox.svelte";
import { type FormProblem, problemOf } from "./problem";
import { ofOpenRecord } from "./record";
import { forgetTimeline } from "./timeline.svelte";

class Sessions {
  items: Session[] = $state.raw([]);
  next: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-more" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
  /** What “repeat last” repeats: the newest that the server has, or had when it was last asked. */
  last: Session | null = $state.raw(null);
  /** What was just done, to be said once on the list. */
  done: "created" | "changed" | "kept" | null = $state(null);
  /** The session that “repeat last” has just logged and that can be taken back. */
  repeated: Session | null = $state.raw(null);
}

export const sessions = new Sessions();

onForget(() =>
  Object.assign(sessions, {
    items: [],
    next: null,
    status: "empty",
    problem: null,
    last: null,
    done: null,
    repeated: null,
  }),
);

onArrived((item) => {
  if (item.kind !== "session") return;
  forgetTimeline();
  if (sessions.status === "ready" && item.subject.id === account.openId) void loadSessions();
});

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
    sessions.last = sessions.items[0] ?? null;
    if (cursor === null) void keepLatest(account.keeper, latestKey(account.subject.id), sessions.last);
  } catch (caught) {
    if (!wanted()) return;
    sessions.problem = problemOf(caught);
    // Repeating it works without a network.
    if (sessions.problem.code === "network" && !sessions.last) void findLast();
  }
  sessions.status = "ready";
}

async function findLast(): Promise<void> {
  const wanted = stillWanted();
  const [found] = await Promise.allSettled([loadLatestSession()]);
  if (wanted() && found.status === "fulfilled") sessions.last = found.value;
}

export async function loadSession(id: string): Promise<Session> {
  return ofOpenRecord(await api.session(id));
}

const latestKey = (subject: string) => `latest-session/${subject}`;

export function loadLatestSession(): Promise<Session | null> {
  const subject = account.subject.id;
  // A form that is filled in where there is no network starts from the last one's values all the same.
  return askOrKnow(account.keeper, latestKey(subject), () => api.latestSession(subject));
}

/** A name for a session about to be sent; kept over repeats of the same form. */
export function newSessionId(): string {
  return makeUuid();
}

/** Saves a new session: with the server, or on this phone until that can be reached. */
export async function createSession(id: string, draft: SessionDraft): Promise<void> {
  const wanted = stillWanted();
  const { kept } = await saveOrKeep(id, draft);
  if (wanted()) sessions.done = kept ? "kept" : "created";
}

async function saveOrKeep(id: string, draft: SessionDraft): Promise<{ session: Session; kept: boolean }> {
  const subject = { id: account.subject.id, name: account.subject.display_name };
  try {
    const session = await api.createSession(id, subject.id, draft);
    forgetTimeline();
    return { session, kept: false };
  } catch (caught) {
    if (!isApiError(caught) || caught.status !== 0) throw caught;
    const [keeping] = await Promise.allSettled([keepSession({ id, subject, draft })]);
    // Nor is there room on the phone: the form still has it, and says that the server cannot be reached.
    if (keeping.status === "rejected") throw caught;
    return { session: asSession({ id, subject, draft }), kept: true };
  }
}

/** Logs a session now with the values of `last`. `id` stays the same over tries, so that a lost answer adds no two. */
export async function repeatSession(id: string, last: Session): Promise<void> {
  const wanted = stillWanted();
  const { session, kept } = await saveOrKeep(id, repeatOf(last, wallTimeText(wallTimeAt(new Date()))));
  if (!wanted()) return;
  sessions.repeated = session;
  if (!kept) await loadSessions();
}

/** Takes back what `repeatSession` has logged. */
export async function undoRepeat(): Promise<void> {
  const { repeated } = sessions;
  if (!repeated) return;
  if (outbox.sessions.some((session) => session.id === repeated.id)) await removeItem(repeated.id);
  else await deleteSession(repeated.id);
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
