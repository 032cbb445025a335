import type { Examined } from "./importing";
import type { Photo, Session, SessionDraft, WallTimeText } from "./models";
import type { View } from "./vocabulary";

/** What went wrong, in the API's terms. */
export interface Problem {
  code: string;
  message: string;
}

/** Whose record a thing goes into: the one that was open when it was made, whatever is open now. */
export interface Whose {
  id: string;
  name: string;
}

/** A photo as the camera, a file or another app gave it. */
export interface NewCapture {
  /** A UUID made on the phone; the photo has it on the server, too, so that a repeat is no second photo. */
  id: string;
  subject: Whose;
  view: View;
  /** Wall time with its offset, as the API takes it; "" lets the server read it from the file. */
  takenAt: WallTimeText | "";
  name: string;
  mediaType: string;
  bytes: ArrayBuffer;
  /** Wall time of the file; the last guess of when it was taken. */
  lastModified: WallTimeText;
  source: "camera" | "file" | "shared";
  /** Shared by the photos of a burst. */
  sitting: string | null;
}

/** A treatment session that could not be sent when it was logged. */
export interface NewSession {
  id: string;
  subject: Whose;
  draft: SessionDraft;
}

/**
 * waiting → sending → confirmed | already_here | refused
 *
 * `waiting` says for what. `refused` is the server's last word on these bytes: a person can still have it tried again,
 * take the photo out, or delete it. Nothing but `confirmed` and `already_here` leaves the phone by itself.
 */
export type Step = "waiting" | "sending" | "confirmed" | "already_here" | "refused";

/** For what it waits: its turn, a passing trouble to pass, or the person who made it to be signed in. */
export type WaitsFor = "turn" | "retry" | "sign_in";

interface Common {
  id: string;
  subject: Whose;
  /** Milliseconds since 1970. */
  keptAt: number;
  step: Step;
  waitsFor: WaitsFor;
  /** How often sending has failed in passing. */
  attempts: number;
  /** Why it was refused, or what the last passing trouble was. */
  problem: Problem | null;
}

export interface PhotoItem extends Common, Omit<NewCapture, "bytes"> {
  kind: "photo";
  size: number;
  /** Of the bytes, in hexadecimal; null where the page has no way to make it. */
  sha256: string | null;
  /** 0–1 of the bytes sent; null while that is not known. */
  progress: number | null;
  /** As the server answered. */
  photo: Photo | null;
}

export interface SessionItem extends Common, NewSession {
  kind: "session";
}

export type OutboxItem = PhotoItem | SessionItem;

export type OutboxEvent =
  | { kind: "send" }
  | { kind: "progress"; share: number }
  | { kind: "photo"; photo: Photo }
  | { kind: "session"; session: Session }
  | { kind: "trouble"; problem: Problem; waitsFor: WaitsFor }
  | { kind: "refuse"; problem: Problem }
  | { kind: "again" };

const FROM: Record<OutboxEvent["kind"], readonly Step[]> = {
  send: ["waiting"],
  progress: ["sending"],
  photo: ["sending", "confirmed", "already_here"],
  session: ["sending"],
  trouble: ["sending"],
  refuse: ["sending"],
  again: ["waiting", "refused"],
};

export function photoItem({ bytes, ...capture }: NewCapture, sha256: string | null, keptAt: number): PhotoItem {
  return { ...capture, kind: "photo", size: bytes.byteLength, sha256, progress: null, photo: null, ...fresh(keptAt) };
}

export function sessionItem(session: NewSession, keptAt: number): SessionItem {
  return { ...session, kind: "session", ...fresh(keptAt) };
}

function fresh(keptAt: number) {
  return { keptAt, step: "waiting", waitsFor: "turn", attempts: 0, problem: null } as const;
}

/** The item after `event`; unchanged when the event does not apply to its step (a late report). */
export function advance<Item extends OutboxItem>(item: Item, event: OutboxEvent): Item {
  if (!FROM[event.kind].includes(item.step)) return item;
  return { ...item, ...changes(item, event) };
}

const NOT_HERE: Problem = { code: "other_bytes", message: "" };

function changes(item: OutboxItem, event: OutboxEvent): Partial<PhotoItem> | Partial<SessionItem> {
  switch (event.kind) {
    case "send":
      return { step: "sending", progress: null };
    case "progress":
      return { progress: Math.min(1, Math.max(progressOf(item), event.share)) };
    case "photo":
      if (item.kind !== "photo") return {};
      if (item.step !== "sending") return { photo: event.photo };
      if (!holds(item, event.photo)) return { step: "refused", problem: NOT_HERE };
      // Another id in the answer: the same bytes were here before under that id.
      return { step: event.photo.id === item.id ? "confirmed" : "already_here", photo: event.photo, problem: null };
    case "session":
      return event.session.id === item.id ? { step: "confirmed", problem: null } : {};
    case "trouble":
      return {
        step: "waiting",
        waitsFor: event.waitsFor,
        problem: event.problem,
        attempts: item.attempts + (event.waitsFor === "retry" ? 1 : 0),
      };
    case "refuse":
      return { step: "refused", problem: event.problem };
    case "again":
      return { step: "waiting", waitsFor: "turn", problem: null, attempts: 0 };
  }
}

const progressOf = (item: OutboxItem) => (item.kind === "photo" ? (item.progress ?? 0) : 0);

/**
 * Whether the server's answer proves that it holds these bytes. Where the page could not make their digest (plain http
 * has no `crypto.subtle`), their number is all there is to compare.
 */
export function holds(item: Pick<PhotoItem, "sha256" | "size">, photo: Photo): boolean {
  return item.sha256 === null ? photo.original.bytes === item.size : photo.original.sha256 === item.sha256;
}

/** What a failed answer means for the item that was sent. */
export type Meaning = "again" | "sign_in" | "refused";

/** Not of this photo, but of the line, the server or the moment. 403 with this code is a token that has run out. */
const PASSING_CODES = new Set(["network", "server", "throttled", "permission_denied", "disk_full"]);
const PASSING_STATUS = new Set([0, 408, 423, 425, 429]);

export function meaningOf({ status, code }: { status: number; code: string }): Meaning {
  if (status === 401) return "sign_in";
  if (status >= 500 || PASSING_STATUS.has(status) || PASSING_CODES.has(code)) return "again";
  return "refused";
}

/** A trouble that every other item would meet as well: trying them now is of no use. */
export function concernsAll({ status, code }: { status: number; code: string }): boolean {
  return status === 0 || status === 401 || status === 429 || code === "disk_full" || code === "permission_denied";
}

export function isFinished(item: OutboxItem): boolean {
  return item.step === "confirmed" || item.step === "already_here";
}

/** Still on the phone, whether it goes by itself or not. */
export function isKept(item: OutboxItem): boolean {
  return !isFinished(item);
}

/** Goes by itself as soon as it can. */
export function isUnderWay(item: OutboxItem): boolean {
  return item.step === "waiting" || item.step === "sending";
}

/** The bytes themselves are the reason: the same again meets the same answer. */
const OF_THE_BYTES = new Set([
  "file_empty",
  "file_too_large",
  "not_an_image",
  "unsupported_format",
  "animated",
  "too_many_pixels",
  "image_too_small",
  "id_conflict",
  "other_bytes",
]);

/** Whether another try may end otherwise: access may be given back, a passing trouble may be over. */
export function canTryAgain(item: OutboxItem): boolean {
  if (item.step === "waiting") return item.waitsFor === "retry";
  return item.step === "refused" && !OF_THE_BYTES.has(item.problem?.code ?? "");
}

/** In the order in which they were made; what has failed comes after what has not been tried. */
export function inSendingOrder<Item extends OutboxItem>(items: readonly Item[]): Item[] {
  return items
    .filter((item) => item.step === "waiting")
    .toSorted((a, b) => a.attempts - b.attempts || a.keptAt - b.keptAt);
}

/** How many of what wait on this phone. */
export function counted(items: readonly OutboxItem[]): { photos: number; sessions: number; refused: number } {
  const kept = items.filter(isKept);
  return {
    photos: kept.filter((item) => item.kind === "photo").length,
    sessions: kept.filter((item) => item.kind === "session").length,
    refused: kept.filter((item) => item.step === "refused").length,
  };
}

/** A session that waits, in the shape of one that the server has: enough to be shown in its place. */
export function asSession({ id, subject, draft }: NewSession): Session {
  return { ...draft, id, subject: subject.id, simulated: false, created_at: "" };
}

/** The choice of files before they are kept: a draft for review, on this page alone. */
export interface DraftPhoto {
  id: string;
  subject: Whose;
  name: string;
  size: number;
  view: View;
  /** `datetime-local` value when the person dated the file; empty otherwise. */
  takenAt: string;
  /** Whether the person chose the view themselves. */
  viewChosen: boolean;
  /** What the file tells; null while it is being looked at. */
  examined: Examined | null;
  /** Why it cannot be a photo; null for one that can be kept. */
  problem: Problem | null;
}
