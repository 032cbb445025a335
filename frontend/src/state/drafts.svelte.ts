import { objectionToFile } from "../domain/files";
import type { Examined } from "../domain/importing";
import type { DraftPhoto } from "../domain/outbox";
import type { View } from "../domain/vocabulary";
import { fromInput, wallTimeAt, wallTimeText } from "../domain/walltime";
import { warnBeforeLeaving } from "../platform/connection";
import { sharedPhotos } from "../platform/serviceworker";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { examineFiles } from "./examining";
import { onForget } from "./memory";
import { keepCapture, outbox } from "./outbox.svelte";

/** Files that were chosen and are looked through before they are kept. They stay with the record they were chosen for. */
class Drafts {
  all: DraftPhoto[] = $state.raw([]);
  here = $derived(this.all.filter((draft) => draft.subject.id === account.openId));
  /** Those for other people. */
  elsewhere = $derived(this.all.filter((draft) => draft.subject.id !== account.openId));
  /** Being looked at: their dates, whether they are here already, and which view they show. */
  examining = $state(false);
  twins = $derived(this.here.filter((draft) => draft.examined?.twin));
}

export const drafts = new Drafts();

const files = new Map<string, File>();
const pictures = new Map<string, string>();

let leaving = new AbortController();

onForget((wholly) => {
  leaving.abort();
  leaving = new AbortController();
  if (wholly) for (const draft of drafts.all) removeDraft(draft.id);
});

warnBeforeLeaving(() => drafts.all.some((draft) => draft.problem === null));

/** Takes files from a picker; what can be refused without the server is refused here. */
export function chooseFiles(chosen: Iterable<File>, view: View): void {
  const subject = { id: account.subject.id, name: account.subject.display_name };
  const fresh: DraftPhoto[] = [];
  for (const file of chosen) {
    const id = makeUuid();
    const objection = objectionToFile(file);
    files.set(id, file);
    if (!objection) pictures.set(id, URL.createObjectURL(file));
    const problem = objection && { code: objection, message: "" };
    const about = { viewChosen: false, examined: null, problem };
    fresh.push({ id, subject, name: file.name, size: file.size, view, takenAt: "", ...about });
  }
  drafts.all = [...drafts.all, ...fresh];
  void examine(fresh, leaving.signal);
}

async function examine(fresh: readonly DraftPhoto[], signal: AbortSignal): Promise<void> {
  drafts.examining = true;
  const waiting = new Set(outbox.here.flatMap((item) => (item.kind === "photo" && item.sha256) || []));
  for (const { examined } of drafts.here) if (examined?.sha256) waiting.add(examined.sha256);
  await examineFiles(fresh, (id) => files.get(id), waiting, note, signal);
  drafts.examining = false;
}

/** A proposed view stands until the person chooses another. */
function note(id: string, examined: Examined): void {
  drafts.all = drafts.all.map((draft) =>
    draft.id === id
      ? { ...draft, examined, view: draft.viewChosen ? draft.view : (examined.view ?? draft.view) }
      : draft,
  );
}

/** Takes what the phone's share sheet has handed over; false where it did not arrive. */
export async function takeShared(view: View): Promise<boolean> {
  const found = await sharedPhotos();
  if (found.length > 0) chooseFiles(found, view);
  return found.length > 0;
}

/** Takes out what is in the record already, or chosen twice. */
export function removeTwins(): void {
  for (const draft of drafts.twins) removeDraft(draft.id);
}

export function changeDraft(id: string, values: Partial<Pick<DraftPhoto, "view" | "takenAt">>): void {
  const chosen = values.view === undefined ? {} : { viewChosen: true };
  drafts.all = drafts.all.map((draft) => (draft.id === id ? { ...draft, ...values, ...chosen } : draft));
}

/** Address of the chosen file itself, for a preview on this device. */
export function draftPicture(id: string): string | undefined {
  return pictures.get(id);
}

export function removeDraft(id: string): void {
  const address = pictures.get(id);
  if (address) URL.revokeObjectURL(address);
  pictures.delete(id);
  files.delete(id);
  drafts.all = drafts.all.filter((draft) => draft.id !== id);
}

/** Keeps all that can be photos, of the record that is open; they are sent from then on. */
export async function keepDrafts(): Promise<void> {
  for (const draft of drafts.here) if (draft.problem === null) await keepDraft(draft);
}

async function keepDraft({ id, subject, view, takenAt, name }: DraftPhoto): Promise<void> {
  const file = files.get(id);
  if (!file) return;
  const [read] = await Promise.allSettled([file.arrayBuffer()]);
  if (read.status === "rejected") {
    // The file was moved or is not on the phone any more (a cloud's place holder).
    drafts.all = drafts.all.map((draft) =>
      draft.id === id ? { ...draft, problem: { code: "file_unreadable", message: "" } } : draft,
    );
    return;
  }
  const capture = {
    id,
    subject,
    view,
    takenAt: takenAt === "" ? ("" as const) : fromInput(takenAt),
    name,
    mediaType: file.type,
    bytes: read.value,
    lastModified: wallTimeText(wallTimeAt(new Date(file.lastModified))),
    source: "file" as const,
    sitting: null,
  };
  const [kept] = await Promise.allSettled([keepCapture(capture)]);
  // Without room on the phone it is in the list all the same, which says so.
  if (kept.status === "rejected" && (!(kept.reason instanceof Error) || kept.reason.name !== "NotKept")) {
    throw kept.reason;
  }
  removeDraft(id);
}
