import { objectionToFile } from "../domain/files";
import type { DraftPhoto } from "../domain/outbox";
import type { View } from "../domain/vocabulary";
import { fromInput, wallTimeAt, wallTimeText } from "../domain/walltime";
import { warnBeforeLeaving } from "../platform/connection";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget } from "./memory";
import { keepCapture } from "./outbox.svelte";

/** Files that were chosen and are looked through before they are kept. They stay with the record they were chosen for. */
class Drafts {
  all: DraftPhoto[] = $state.raw([]);
  here = $derived(this.all.filter((draft) => draft.subject.id === account.openId));
  /** Those for other people. */
  elsewhere = $derived(this.all.filter((draft) => draft.subject.id !== account.openId));
}

export const drafts = new Drafts();

const files = new Map<string, File>();
const pictures = new Map<string, string>();

onForget((wholly) => {
  if (wholly) for (const draft of drafts.all) removeDraft(draft.id);
});

warnBeforeLeaving(() => drafts.all.some((draft) => draft.problem === null));

/** Takes files from a picker; what can be refused without the server is refused here. */
export function chooseFiles(chosen: Iterable<File>, view: View): void {
  const subject = { id: account.subject.id, name: account.subject.display_name };
  for (const file of chosen) {
    const id = makeUuid();
    const objection = objectionToFile(file);
    files.set(id, file);
    if (!objection) pictures.set(id, URL.createObjectURL(file));
    const problem = objection && { code: objection, message: "" };
    drafts.all = [...drafts.all, { id, subject, name: file.name, size: file.size, view, takenAt: "", problem }];
  }
}

export function changeDraft(id: string, values: Partial<Pick<DraftPhoto, "view" | "takenAt">>): void {
  drafts.all = drafts.all.map((draft) => (draft.id === id ? { ...draft, ...values } : draft));
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
