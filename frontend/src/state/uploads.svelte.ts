import { isApiError } from "../api/client";
import * as records from "../api/records";
import { objectionToFile } from "../domain/files";
import type { NewCapture } from "../domain/outbox";
import { advance, isFinished, isUnderWay, nextWaiting, type UploadEvent, type UploadItem } from "../domain/upload";
import type { View } from "../domain/vocabulary";
import { warnBeforeLeaving } from "../platform/connection";
import { type RunningUpload, sendPhoto } from "../platform/upload";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget } from "./memory";
import { followPhoto } from "./photos";
import { problemOf } from "./problem";
import { noteArrivedPhoto } from "./timeline.svelte";

/** Two at once: one can be read from the phone's storage while the other is on the wire. */
const AT_ONCE = 2;

class Uploads {
  items: UploadItem[] = $state.raw([]);
  underWay = $derived(this.items.filter(isUnderWay).length);
  /** Those of the record that is open; the others go on unseen. */
  here = $derived(this.items.filter((item) => item.subject.id === account.openId));
  /** Those of other people that are not saved yet. */
  elsewhere = $derived(this.items.filter((item) => item.subject.id !== account.openId && !isFinished(item)));
}

export const uploads = new Uploads();

const files = new Map<string, File>();
const pictures = new Map<string, string>();
const running = new Map<string, RunningUpload>();
let following = new AbortController();

onForget((wholly) => {
  // Photos of another record stay with it, by its id and name: switching between two clients loses none.
  if (!wholly) {
    for (const item of uploads.items) if (isFinished(item)) removeUpload(item.id);
    return;
  }
  following.abort();
  following = new AbortController();
  uploads.items = [];
  for (const upload of running.values()) upload.abort();
  for (const address of pictures.values()) URL.revokeObjectURL(address);
  running.clear();
  files.clear();
  pictures.clear();
});

/** Call once. */
export function guardUploads(): void {
  warnBeforeLeaving(() => uploads.underWay > 0);
}

function apply(id: string, event: UploadEvent): void {
  uploads.items = uploads.items.map((item) => (item.id === id ? advance(item, event) : item));
}

function change(id: string, values: Partial<Pick<UploadItem, "view" | "takenAt">>): void {
  uploads.items = uploads.items.map((item) =>
    item.id === id && item.step === "chosen" ? { ...item, ...values } : item,
  );
}

export function setUploadView(id: string, view: View): void {
  change(id, { view });
}

export function setUploadDate(id: string, takenAt: string): void {
  change(id, { takenAt });
}

/** Takes files from a picker; what can be refused without the server is refused here. */
export function chooseFiles(chosen: Iterable<File>, view: View): void {
  const subject = { id: account.subject.id, name: account.subject.display_name };
  for (const file of chosen) {
    const id = makeUuid();
    files.set(id, file);
    const fresh: UploadItem = {
      id,
      subject,
      name: file.name,
      bytes: file.size,
      view,
      takenAt: "",
      step: "chosen",
      progress: 0,
      photo: null,
      problem: null,
    };
    const objection = objectionToFile(file);
    if (!objection) pictures.set(id, URL.createObjectURL(file));
    const item = objection ? advance(fresh, { kind: "refuse", problem: { code: objection, message: "" } }) : fresh;
    uploads.items = [...uploads.items, item];
  }
}

/** Takes a photo from the camera, and starts sending it. */
export function takeCapture(capture: NewCapture): void {
  const { id, subject, view, takenAt, name, bytes, mediaType } = capture;
  files.set(id, new File([bytes], name, { type: mediaType }));
  const item: UploadItem = {
    id,
    subject,
    name,
    bytes: bytes.byteLength,
    view,
    takenAt: takenAt.slice(0, 16),
    step: "waiting",
    progress: 0,
    photo: null,
    problem: null,
  };
  uploads.items = [...uploads.items, item];
  pump();
}

/** Takes a photo back, wherever it is by now. */
export async function discardUpload(id: string): Promise<void> {
  const item = uploads.items.find((one) => one.id === id);
  if (!item) return;
  removeUpload(id);
  if (item.step === "already_here" || item.step === "waiting" || item.step === "refused") return;
  try {
    await records.deletePhoto(id);
  } catch (caught) {
    // On the way, it may or may not have arrived.
    if (!isApiError(caught) || caught.status !== 404) throw caught;
  }
  noteArrivedPhoto();
}

/** Address of the chosen file itself, for a preview on this device. */
export function pictureOf(id: string): string | undefined {
  return pictures.get(id);
}

export function removeUpload(id: string): void {
  running.get(id)?.abort();
  running.delete(id);
  release(id);
  uploads.items = uploads.items.filter((item) => item.id !== id);
}

function release(id: string): void {
  files.delete(id);
  const address = pictures.get(id);
  if (address) URL.revokeObjectURL(address);
  pictures.delete(id);
}

export function clearFinished(): void {
  for (const item of uploads.here) if (isFinished(item)) removeUpload(item.id);
}

export function startUploads(): void {
  for (const item of uploads.here) if (item.step === "chosen") apply(item.id, { kind: "queue" });
  pump();
}

export function retryUpload(id: string): void {
  apply(id, { kind: "queue" });
  pump();
}

function pump(): void {
  while (running.size < AT_ONCE) {
    const item = nextWaiting(uploads.items);
    const file = item && files.get(item.id);
    if (!item || !file) return;
    void send(item, file);
  }
}

async function send(item: UploadItem, file: File): Promise<void> {
  const { id, subject, view, takenAt } = item;
  const upload = sendPhoto({ id, file, view, subject: subject.id, takenAt }, (share) => {
    apply(id, { kind: "progress", share });
  });
  running.set(id, upload);
  apply(id, { kind: "send" });
  try {
    const photo = await upload.done;
    apply(id, { kind: "answer", photo });
    if (subject.id === account.openId) noteArrivedPhoto();
    if (photo.state === "received") {
      void followPhoto(photo.id, following.signal, (newer) => apply(id, { kind: "photo", photo: newer }));
    }
  } catch (caught) {
    apply(id, { kind: "refuse", problem: problemOf(caught) });
  } finally {
    running.delete(id);
    if (account.status === "signed-in") pump();
  }
}
