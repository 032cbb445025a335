import type { Photo } from "./models";
import type { View } from "./vocabulary";

/** What went wrong, in the API's terms. */
export interface Problem {
  code: string;
  message: string;
}

/**
 * One file on its way. `id` is made by the phone and kept across retries, so that the server can tell a repeat from
 * a second photo.
 */
export interface UploadItem {
  id: string;
  /** Whose photo it is: the record that was open when the file was chosen. */
  subject: { id: string; name: string };
  name: string;
  bytes: number;
  view: View;
  /** `datetime-local` value when the person dated the file; empty otherwise. */
  takenAt: string;
  step: UploadStep;
  /** 0–1 of the bytes sent. */
  progress: number;
  photo: Photo | null;
  problem: Problem | null;
}

/**
 * chosen → waiting → sending → saved | already_here | refused
 *
 * `refused` can be retried (→ waiting) unless the file itself is the reason.
 */
export type UploadStep = "chosen" | "waiting" | "sending" | "saved" | "already_here" | "refused";

export type UploadEvent =
  | { kind: "queue" }
  | { kind: "send" }
  | { kind: "progress"; share: number }
  | { kind: "answer"; photo: Photo }
  | { kind: "refuse"; problem: Problem }
  | { kind: "photo"; photo: Photo };

const FROM: Record<UploadEvent["kind"], readonly UploadStep[]> = {
  queue: ["chosen", "refused"],
  send: ["waiting"],
  progress: ["sending"],
  answer: ["sending"],
  refuse: ["chosen", "waiting", "sending"],
  photo: ["saved", "already_here"],
};

/** The item after `event`; unchanged when the event does not apply to its step (a late progress report). */
export function advance(item: UploadItem, event: UploadEvent): UploadItem {
  if (!FROM[event.kind].includes(item.step)) return item;
  switch (event.kind) {
    case "queue":
      return { ...item, step: "waiting", progress: 0, problem: null };
    case "send":
      return { ...item, step: "sending", progress: 0 };
    case "progress":
      return { ...item, progress: Math.min(1, Math.max(item.progress, event.share)) };
    case "answer":
      // Another id in the answer: the same bytes were here before under that id.
      return {
        ...item,
        step: event.photo.id === item.id ? "saved" : "already_here",
        progress: 1,
        photo: event.photo,
      };
    case "refuse":
      return { ...item, step: "refused", problem: event.problem };
    case "photo":
      return { ...item, photo: event.photo };
  }
}

/** Trouble on the way, not in the file: sending the same again can succeed. */
const PASSING = new Set(["network", "server", "throttled", "not_authenticated", "permission_denied", "csrf"]);

export function canRetry(item: UploadItem): boolean {
  return item.step === "refused" && item.problem !== null && PASSING.has(item.problem.code);
}

export function isFinished(item: UploadItem): boolean {
  return item.step === "saved" || item.step === "already_here";
}

export function isUnderWay(item: UploadItem): boolean {
  return item.step === "waiting" || item.step === "sending";
}

/** Next to send, in the order chosen. */
export function nextWaiting(items: readonly UploadItem[]): UploadItem | undefined {
  return items.find((item) => item.step === "waiting");
}
