import { waitToSend } from "../domain/backoff";
import {
  asSession,
  counted,
  isFinished,
  isKept,
  type NewCapture,
  type NewSession,
  type OutboxItem,
  type PhotoItem,
} from "../domain/outbox";
import { warnBeforeLeaving } from "../platform/connection";
import type { Outbox, Outcome, Told } from "../platform/outbox";
import { accountsWaiting, noteWaiting } from "../platform/preferences";
import { sendWhenBack } from "../platform/serviceworker";
import { saveBlob } from "../platform/sharesheet";
import { askToPersist, isRoomLow } from "../platform/storage";
import { account, openAccount } from "./account.svelte";
import { connection } from "./connection.svelte";
import { onForget } from "./memory";
import { followPhoto } from "./photos";
import { noteArrivedPhoto } from "./timeline.svelte";

class Waiting {
  items: OutboxItem[] = $state.raw([]);
  /** What this phone keeps has been read. */
  ready = $state(false);
  /** What is held by this page alone, since the phone had no room for it. */
  unkept: ReadonlySet<string> = $state.raw(new Set());
  /** How many cannot be read, since the app is locked. */
  locked = $state(0);
  /** What sending waits for; null while it goes on, or when nothing is left. */
  waitsFor: Exclude<Outcome, "done"> | null = $state(null);
  /** The phone has little room left. */
  low = $state(false);
  count = $derived(counted(this.items));
  /** Those of the record that is open. */
  here = $derived(this.items.filter((item) => item.subject.id === account.openId));
  /** Sessions of the open record that wait on this phone, newest first. */
  sessions = $derived(
    this.here
      .flatMap((item) => (item.kind === "session" && isKept(item) ? [asSession(item)] : []))
      .toSorted((a, b) => b.started_at.localeCompare(a.started_at)),
  );
  /** Not just on its way: worth a word on every screen. */
  stuck = $derived(
    this.items.some(isKept) &&
      (this.waitsFor !== null || !connection.online || this.count.refused > 0 || this.unkept.size > 0),
  );
}

export const outbox = new Waiting();

/** The keeping and sending is fetched when somebody is signed in: the first screen stands without it. */
let opening: Promise<Outbox> | null = null;
let opened: string | null = null;
let leaving = new AbortController();
let running: Promise<Outcome> | null = null;
let asked = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Pictures of what was added in this tab, for its own lists. */
const pictures = new Map<string, string>();
const arrivals: ((item: OutboxItem) => void)[] = [];

onForget((wholly) => {
  if (wholly) closeOutbox();
  else for (const item of outbox.items) if (isFinished(item)) forgetItem(item.id);
});

/** Calls `react` with each item that the server has confirmed. */
export function onArrived(react: (item: OutboxItem) => void): void {
  arrivals.push(react);
}

/** Call once: opens what waits for whoever signs in, and sends it whenever that may work. */
export function watchOutbox(): void {
  $effect.root(() => {
    $effect(() => {
      if (account.me && account.me.id !== opened) void openOutbox(account.me.id);
    });
    $effect(() => {
      if (connection.online && account.me) void sendNow();
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && account.me) void lookAgain();
  });
  warnBeforeLeaving(() => outbox.unkept.size > 0);
}

async function openOutbox(id: string): Promise<void> {
  closeOutbox();
  opened = id;
  opening = import("../platform/outbox").then(({ Outbox }) => Outbox.open(id));
  const box = await opening;
  if (opened !== id) return box.close();
  box.watch(take);
  await lookAgain();
}

function closeOutbox(): void {
  leaving.abort();
  leaving = new AbortController();
  clearTimeout(timer);
  void opening?.then((box) => box.close());
  for (const address of pictures.values()) URL.revokeObjectURL(address);
  pictures.clear();
  opening = opened = running = null;
  failures = 0;
  asked = false;
  Object.assign(outbox, { items: [], ready: false, unkept: new Set(), locked: 0, waitsFor: null, low: false });
}

async function box(): Promise<Outbox> {
  if (!opening) await openOutbox(account.me?.id ?? "");
  if (!opening) throw new Error("Nobody is signed in.");
  return opening;
}

/** Reads the list anew: what another tab was sending when it was killed waits again. */
async function lookAgain(): Promise<void> {
  const mine = await box();
  const { signal } = leaving;
  // Closed while it was being opened.
  if (!opening) return;
  try {
    const kept = await mine.list();
    if (signal.aborted) return;
    const ids = new Set(kept.map((item) => item.id));
    outbox.items = [...kept, ...outbox.items.filter((item) => isFinished(item) && !ids.has(item.id))];
    outbox.locked = 0;
    noteWaiting(mine.account, kept.length > 0);
  } catch (caught) {
    // The account has left while it was read.
    if (signal.aborted) return;
    if (!(caught instanceof Error) || caught.name !== "VaultLocked") throw caught;
    const count = await mine.count();
    if (!signal.aborted) outbox.locked = count;
  }
  if (signal.aborted) return;
  outbox.ready = true;
  void sendNow();
}

function take(told: Told): void {
  if ("removed" in told) forgetItem(told.removed);
  else {
    const { changed } = told;
    const before = outbox.items.find((item) => item.id === changed.id);
    outbox.items = before
      ? outbox.items.map((item) => (item.id === changed.id ? changed : item))
      : [...outbox.items, changed];
    if (isFinished(changed) && !(before && isFinished(before))) arrived(changed);
    // Another tab has kept something: should that tab be closed, this one sends it.
    if (!before && !isFinished(changed)) void sendNow();
  }
  noteKept();
}

function noteKept(): void {
  if (opened) noteWaiting(opened, outbox.items.some(isKept));
}

function arrived(item: OutboxItem): void {
  for (const react of arrivals) react(item);
  if (item.subject.id === account.openId) noteArrivedPhoto();
  if (item.kind !== "photo" || !pictures.has(item.id)) return;
  if (item.source === "camera") forgetPicture(item.id);
  else if (item.photo?.state === "received") follow(item.id, item.photo.id);
}

/** What was added on a page says there how it ends. */
function follow(id: string, photoId: string): void {
  void followPhoto(photoId, leaving.signal, (photo) => {
    outbox.items = outbox.items.map((one) => (one.id === id && one.kind === "photo" ? { ...one, photo } : one));
  });
}

function forgetPicture(id: string): void {
  const address = pictures.get(id);
  if (address) URL.revokeObjectURL(address);
  pictures.delete(id);
}

function forgetItem(id: string): void {
  forgetPicture(id);
  outbox.items = outbox.items.filter((item) => item.id !== id);
  outbox.unkept = new Set([...outbox.unkept].filter((other) => other !== id));
}

/**
 * Keeps a photo on this phone until the server has confirmed that it holds the same bytes; sending starts by itself.
 *
 * Resolves once the photo is durable. Rejects with `NotKept` where the phone has no room or gives no storage: the
 * photo is then in the list in memory alone, being sent, with its download offered.
 */
export async function keepCapture(capture: NewCapture): Promise<void> {
  const kept = keepNow(capture);
  keeping = Promise.allSettled([keeping, kept]);
  await kept;
}

/** What is being kept; a lock waits for it, since a locked vault takes nothing. */
let keeping: Promise<unknown> = Promise.resolve();

/** For the lock: what is being kept is kept first, and what this page alone holds stays with it. */
export async function putAwayOutbox(): Promise<void> {
  await keeping;
  if (outbox.unkept.size === 0) closeOutbox();
}

async function keepNow(capture: NewCapture): Promise<void> {
  const mine = await box();
  pictures.set(capture.id, URL.createObjectURL(new Blob([capture.bytes], { type: capture.mediaType })));
  void askToPersist();
  outbox.low = await isRoomLow(capture.bytes.byteLength);
  try {
    await mine.keepPhoto(capture);
  } catch (caught) {
    if (mine.isUnkept(capture.id)) outbox.unkept = new Set([...outbox.unkept, capture.id]);
    throw caught;
  } finally {
    void sendWhenBack();
    void sendNow();
  }
}

/** Keeps a session that could not be sent. Rejects with `NotKept`; nothing is held then, the form still has it. */
export async function keepSession(session: NewSession): Promise<void> {
  const mine = await box();
  try {
    await mine.keepSession(session);
  } catch (caught) {
    await mine.remove(session.id);
    throw caught;
  }
  void sendWhenBack();
  void sendNow();
}

/** Sends all that waits. Answers for what the rest waits, or `done`. */
export async function sendNow(): Promise<Outcome> {
  if (running) {
    // Something may have come after it had looked.
    asked = true;
    return running;
  }
  clearTimeout(timer);
  const mine = run();
  running = mine;
  try {
    return await mine;
  } finally {
    if (running === mine) running = null;
  }
}

async function run(): Promise<Outcome> {
  const mine = await box();
  const { signal } = leaving;
  // Closed while it was being opened, or another account has come.
  if (!opening || mine.account !== opened) return "retry";
  let outcome: Outcome = "retry";
  try {
    if (!connection.online) return "retry";
    outbox.waitsFor = null;
    do {
      asked = false;
      outcome = await mine.send(signal);
    } while (asked && outcome === "done");
  } catch (caught) {
    // The account has left, or another record of it was closed meanwhile.
    if (signal.aborted) return "retry";
    throw caught;
  } finally {
    if (!signal.aborted) settle(outcome);
  }
  return outcome;
}

function settle(outcome: Outcome): void {
  outbox.waitsFor = outcome === "done" ? null : outcome;
  if (outcome !== "retry") failures = 0;
  else if (connection.online) {
    timer = setTimeout(() => void sendNow(), waitToSend(failures));
    failures += 1;
  }
  // Finds out who is signed in now: nobody, or somebody else.
  if (outcome === "sign_in" || (outcome === "done" && account.unconfirmed)) void openAccount();
}

export async function sendAgain(id: string): Promise<void> {
  await (await box()).again(id);
  failures = 0;
  await sendNow();
}

/** Takes it off this phone for good; what was being sent may arrive all the same. */
export async function removeItem(id: string): Promise<void> {
  await (await box()).remove(id);
}

export async function removeAll(): Promise<void> {
  leaving.abort();
  leaving = new AbortController();
  await (await box()).clear();
  outbox.items = [];
  outbox.unkept = new Set();
  noteKept();
}

export async function downloadItem(item: PhotoItem): Promise<void> {
  const bytes = await (await box()).bytesOf(item.id);
  if (bytes) saveBlob(new Blob([bytes], { type: item.mediaType }), item.name);
}

/** Address of a picture that was added in this tab. */
export function pictureOf(id: string): string | undefined {
  return pictures.get(id);
}

export function clearFinished(): void {
  for (const item of outbox.here) if (isFinished(item)) forgetItem(item.id);
}

/** How many things wait on this phone for accounts that are not signed in. */
export async function countForOthers(): Promise<number> {
  const counts = accountsWaiting().map(countOf);
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** How many things of an account wait on this phone; can be told without its key. */
export async function countOf(id: string): Promise<number> {
  const { Outbox } = await import("../platform/outbox");
  const other = await Outbox.open(id);
  try {
    return await other.count();
  } finally {
    other.close();
  }
}
