import { ApiError } from "../api/errors";
import type { Photo } from "../domain/models";
import {
  advance,
  concernsAll,
  inSendingOrder,
  isFinished,
  meaningOf,
  type NewCapture,
  type NewSession,
  type OutboxEvent,
  type OutboxItem,
  type PhotoItem,
  photoItem,
  sessionItem,
} from "../domain/outbox";
import { UPLOAD_CHUNK_BYTES } from "../domain/vocabulary";
import { sha256 } from "./outbox/digest";
import { postPhoto, postSession, whoIsSignedIn } from "./outbox/post";
import { inTurn } from "./outbox/turns";
import { sendResumable } from "./tus";
import { Vault, VaultLocked } from "./vault";

/**
 * The photos and sessions of one account that wait on this phone. Each is two values of the vault: what it is, and
 * beside it its bytes, so that the list can be read without them. Runs in pages and in the service worker alike.
 */

/** The phone has no room, or gives no storage: what was to be kept is held by this page alone. */
export class NotKept extends Error {
  override readonly name = "NotKept";

  constructor(readonly code: "storage_full" | "no_storage") {
    super(code);
  }
}

/** Why sending came to its end: nothing is left, or what is left waits for this. */
export type Outcome = "done" | "retry" | "sign_in" | "unlock";

export type Told = { changed: OutboxItem } | { removed: string };

const BYTES = "/bytes";

export class Outbox {
  private readonly channel: BroadcastChannel | null;
  /** What found no room on the phone. */
  private readonly unkept = new Map<string, { item: OutboxItem; bytes: ArrayBuffer | null }>();
  private tell: (told: Told) => void = () => {};

  private constructor(
    readonly account: string,
    private readonly vault: Vault | null,
  ) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`likeness-outbox-${account}`);
    if (this.channel) this.channel.onmessage = ({ data }) => this.tell(data as Told);
  }

  /** Where the browser gives no storage, an outbox that lasts as long as the page. */
  static async open(account: string): Promise<Outbox> {
    const [vault] = await Promise.allSettled([Vault.open(account)]);
    return new Outbox(account, vault.status === "fulfilled" ? vault.value : null);
  }

  /** Calls `react` for each change that is made here, in another tab or by the service worker. */
  watch(react: (told: Told) => void): void {
    this.tell = react;
  }

  close(): void {
    this.tell = () => {};
    this.channel?.close();
    this.vault?.close();
    this.unkept.clear();
  }

  /** How many wait; can be told while the app is locked. */
  async count(): Promise<number> {
    const ids = (await this.vault?.ids("outbox")) ?? [];
    return ids.filter((id) => !id.endsWith(BYTES)).length + this.unkept.size;
  }

  /** In the order in which they were made. Throws `VaultLocked`. */
  async list(): Promise<OutboxItem[]> {
    const ids = (await this.vault?.ids("outbox")) ?? [];
    const kept = await Promise.all(ids.filter((id) => !id.endsWith(BYTES)).map((id) => this.read(id)));
    const items = [...kept.filter((item) => item !== undefined), ...[...this.unkept.values()].map(({ item }) => item)];
    return items.toSorted((a, b) => a.keptAt - b.keptAt);
  }

  async bytesOf(id: string): Promise<ArrayBuffer | null> {
    const held = this.unkept.get(id);
    return held ? held.bytes : ((await this.vault?.get("outbox", id + BYTES))?.bytes ?? null);
  }

  /** Whether it would be gone with this page. */
  isUnkept(id: string): boolean {
    return this.unkept.has(id);
  }

  /** Resolves once it is durable; rejects with `NotKept` while it is held, and sent, all the same. */
  async keepPhoto(capture: NewCapture): Promise<void> {
    const item = photoItem(capture, await sha256(capture.bytes), Date.now());
    await this.keep(item, capture.bytes);
  }

  async keepSession(session: NewSession): Promise<void> {
    await this.keep(sessionItem(session, Date.now()), null);
  }

  private async keep(item: OutboxItem, bytes: ArrayBuffer | null): Promise<void> {
    try {
      if (!this.vault) throw new NotKept("no_storage");
      const beside = bytes ? [{ id: item.id + BYTES, value: null, bytes }] : [];
      await this.vault.putAll("outbox", [{ id: item.id, value: item }, ...beside]);
    } catch (problem) {
      const unkept = isFull(problem) ? new NotKept("storage_full") : problem;
      if (!(unkept instanceof NotKept)) throw problem;
      this.unkept.set(item.id, { item, bytes });
      this.report(item);
      throw unkept;
    }
    this.report(item);
  }

  /** Forgets it for good. */
  async remove(id: string): Promise<void> {
    await this.drop(id);
    this.say({ removed: id });
  }

  async clear(): Promise<void> {
    this.unkept.clear();
    await this.vault?.clear("outbox");
  }

  /** Has another try made of what was refused. */
  async again(id: string): Promise<void> {
    const item = await this.read(id);
    if (item) await this.write(advance(item, { kind: "again" }));
  }

  /** Sends all that waits, one at a time, in this tab or after the one that is sending now. */
  send(signal: AbortSignal): Promise<Outcome> {
    return inTurn(`likeness-outbox-${this.account}`, signal, () => this.sendAll(signal));
  }

  private async sendAll(signal: AbortSignal): Promise<Outcome> {
    const tried = new Set<string>();
    let outcome: Outcome = "done";
    try {
      while (!signal.aborted) {
        // What was added meanwhile comes with the next round.
        const waiting = inSendingOrder(await this.list()).filter((item) => !tried.has(item.id));
        if (waiting.length === 0) return outcome;
        for (const { id } of waiting) {
          tried.add(id);
          const item = await this.read(id);
          if (item?.step !== "waiting" || signal.aborted) continue;
          const trouble = await this.sendOne(item, signal);
          if (!trouble) continue;
          if (concernsAll(trouble)) return trouble.status === 401 ? "sign_in" : "retry";
          if (meaningOf(trouble) === "again") outcome = "retry";
        }
      }
    } catch (problem) {
      if (problem instanceof VaultLocked) return "unlock";
      throw problem;
    }
    return "retry";
  }

  /** What went wrong, or null. Nothing is removed before the server's answer names the same bytes. */
  private async sendOne(item: OutboxItem, signal: AbortSignal): Promise<ApiError | null> {
    const sending = advance(item, { kind: "send" });
    const bytes = item.kind === "photo" ? await this.bytesOf(item.id) : null;
    if (item.kind === "photo" && !bytes) {
      await this.drop(item.id);
      this.say({ removed: item.id });
      return null;
    }
    this.report(sending);
    try {
      const event = await this.answer(sending, bytes, signal);
      const after = advance(sending, event);
      if (isFinished(after)) await this.drop(item.id);
      else await this.store(after);
      this.report(after);
      return null;
    } catch (problem) {
      if (isAborted(problem)) {
        this.report(item);
        return null;
      }
      if (!(problem instanceof ApiError)) throw problem;
      await this.write(advance(sending, eventOf(problem)));
      return problem;
    }
  }

  private async answer(item: OutboxItem, bytes: ArrayBuffer | null, signal: AbortSignal): Promise<OutboxEvent> {
    if (item.kind === "session") {
      return { kind: "session", session: await postSession(item, this.account, signal) };
    }
    return { kind: "photo", photo: await this.photoOf(item, bytes ?? new ArrayBuffer(), signal) };
  }

  /** In pieces where one is not enough, and the page can say which bytes the whole has to be. */
  private photoOf(item: PhotoItem, bytes: ArrayBuffer, signal: AbortSignal): Promise<Photo> {
    const { id, sha256, view, takenAt, lastModified, name } = item;
    if (sha256 === null || bytes.byteLength <= UPLOAD_CHUNK_BYTES) return postPhoto(item, bytes, this.account, signal);
    const fields = { subject: item.subject.id, view, takenAt, lastModified, name };
    const report = (share: number) => this.report(advance(item, { kind: "progress", share }));
    return sendResumable({ id, account: this.account, fields, bytes, sha256, report, signal });
  }

  private async read(id: string): Promise<OutboxItem | undefined> {
    return this.unkept.get(id)?.item ?? (await this.vault?.get<OutboxItem>("outbox", id))?.value;
  }

  private async write(item: OutboxItem): Promise<void> {
    await this.store(item);
    this.report(item);
  }

  private async store(item: OutboxItem): Promise<void> {
    const held = this.unkept.get(item.id);
    if (held) this.unkept.set(item.id, { ...held, item });
    // Removed meanwhile by the person: it stays away.
    else if (await this.read(item.id)) await this.vault?.put("outbox", item.id, item);
  }

  private async drop(id: string): Promise<void> {
    this.unkept.delete(id);
    await this.vault?.remove("outbox", id, id + BYTES);
  }

  private report(item: OutboxItem): void {
    this.say({ changed: item });
  }

  private say(told: Told): void {
    this.tell(told);
    this.channel?.postMessage(told);
  }
}

function eventOf(problem: ApiError): OutboxEvent {
  const said = { code: problem.code, message: problem.message };
  const meaning = meaningOf(problem);
  if (meaning === "refused") return { kind: "refuse", problem: said };
  return { kind: "trouble", problem: said, waitsFor: meaning === "sign_in" ? "sign_in" : "retry" };
}

function isFull(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === "QuotaExceededError";
}

function isAborted(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === "AbortError";
}

/**
 * What the service worker does when the browser says that the network is back: sends for whoever is signed in now.
 * Rejects when it should be called again.
 */
export async function sendInBackground(): Promise<void> {
  const account = await whoIsSignedIn();
  if (account === null) return;
  const outbox = await Outbox.open(account);
  try {
    if ((await outbox.send(new AbortController().signal)) === "retry") throw new Error("Not all could be sent.");
  } finally {
    outbox.close();
  }
}
