import { knownPhotos } from "../api/records";
import { type Examined, viewOf } from "../domain/importing";
import type { DraftPhoto } from "../domain/outbox";
import { proposeDate } from "../domain/photodate";
import { HASHES_AT_ONCE } from "../domain/vocabulary";
import { wallTimeAt } from "../domain/walltime";
import { sha256 } from "../platform/outbox/digest";
import type { Guide } from "../platform/still";

/** One after another: a hundred files of a camera are more than a phone's memory holds at once. */
export async function examineFiles(
  drafts: readonly DraftPhoto[],
  fileOf: (id: string) => File | undefined,
  waiting: ReadonlySet<string>,
  tell: (id: string, examined: Examined) => void,
  signal: AbortSignal,
): Promise<void> {
  const found = new Map<string, Examined>();
  for (const draft of drafts) {
    const file = fileOf(draft.id);
    if (signal.aborted || !file || draft.problem) continue;
    const examined = await readFile(file, waiting, [...found.values()]);
    if (!examined) continue;
    found.set(draft.id, examined);
    tell(draft.id, examined);
  }
  const update = (id: string, values: Partial<Examined>) => {
    const examined = found.get(id);
    if (signal.aborted || !examined) return;
    found.set(id, { ...examined, ...values });
    tell(id, { ...examined, ...values });
  };
  const [asked] = await Promise.allSettled([askWhichAreHere(drafts, found, update)]);
  // Without a network the server says it when the photo arrives: nothing is added twice.
  if (asked.status === "rejected" && !(asked.reason instanceof Error)) throw asked.reason;
  await proposeViews(drafts, fileOf, update, signal);
}

async function readFile(
  file: File,
  waiting: ReadonlySet<string>,
  before: readonly Examined[],
): Promise<Examined | null> {
  const [read] = await Promise.allSettled([file.arrayBuffer()]);
  if (read.status === "rejected") return null;
  const hash = await sha256(read.value);
  const date = proposeDate(read.value, file.name, wallTimeAt(new Date(file.lastModified)), wallTimeAt(new Date()));
  const chosen = hash !== null && before.some((one) => one.sha256 === hash);
  const twin = hash !== null && waiting.has(hash) ? "waiting" : chosen ? "chosen" : null;
  return { sha256: hash, date, view: null, twin };
}

async function askWhichAreHere(
  drafts: readonly DraftPhoto[],
  found: ReadonlyMap<string, Examined>,
  update: (id: string, values: Partial<Examined>) => void,
): Promise<void> {
  const subject = drafts[0]?.subject.id;
  const hashes = [...new Set([...found.values()].flatMap(({ sha256: hash }) => hash ?? []))];
  for (let start = 0; subject && start < hashes.length; start += HASHES_AT_ONCE) {
    const known = new Set(
      (await knownPhotos(subject, hashes.slice(start, start + HASHES_AT_ONCE))).map((one) => one.sha256),
    );
    for (const [id, { sha256: hash }] of found) if (hash !== null && known.has(hash)) update(id, { twin: "here" });
  }
}

async function proposeViews(
  drafts: readonly DraftPhoto[],
  fileOf: (id: string) => File | undefined,
  update: (id: string, values: Partial<Examined>) => void,
  signal: AbortSignal,
): Promise<void> {
  const guide = signal.aborted ? null : await guideIfAny();
  if (!guide) return;
  const { poseOf } = await import("../platform/still");
  for (const draft of drafts) {
    const file = fileOf(draft.id);
    if (signal.aborted) break;
    if (!file || draft.problem) continue;
    const [pose] = await Promise.allSettled([poseOf(guide, file)]);
    // The worker has stopped: the other views are as the person chose.
    if (pose.status === "rejected") break;
    if (pose.value) update(draft.id, { view: viewOf(pose.value) });
  }
  guide.close();
}

async function guideIfAny(): Promise<Guide | null> {
  const { openGuide } = await import("../platform/still");
  const [opened] = await Promise.allSettled([openGuide()]);
  return opened.status === "fulfilled" ? opened.value : null;
}
