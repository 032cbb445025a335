import * as api from "../api/timelapse";
import { isUnderWay, type Timelapse, type TimelapseRequest, withTimelapse } from "../domain/timelapse";
import { pause } from "../platform/connection";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget, stillWanted } from "./memory";
import { type FormProblem, problemOf } from "./problem";

/** Often enough for a bar that moves. */
const LOOK_EVERY_MS = 1000;

class Timelapses {
  items: Timelapse[] = $state.raw([]);
  next: string | null = $state(null);
  status: "empty" | "loading" | "ready" | "loading-more" = $state("empty");
  problem: FormProblem | null = $state.raw(null);
}

export const timelapses = new Timelapses();

onForget(() => Object.assign(timelapses, { items: [], next: null, status: "empty", problem: null }));

export async function loadTimelapses(): Promise<void> {
  if (timelapses.items.length === 0) timelapses.status = "loading";
  await load(null);
}

export async function loadOlderTimelapses(): Promise<void> {
  if (timelapses.status !== "ready" || timelapses.next === null) return;
  timelapses.status = "loading-more";
  await load(timelapses.next);
}

async function load(cursor: string | null): Promise<void> {
  const wanted = stillWanted();
  timelapses.problem = null;
  try {
    const page = await api.listTimelapses(account.subject.id, cursor);
    if (!wanted()) return;
    timelapses.items = cursor === null ? page.items : [...timelapses.items, ...page.items];
    timelapses.next = page.next;
  } catch (caught) {
    if (!wanted()) return;
    timelapses.problem = problemOf(caught);
  }
  timelapses.status = "ready";
}

/** A name for a film about to be asked for; kept over repeats of the same request. */
export function newTimelapseId(): string {
  return makeUuid();
}

export async function askForTimelapse(id: string, asked: TimelapseRequest): Promise<void> {
  const wanted = stillWanted();
  const film = await api.askForTimelapse(id, asked);
  if (wanted()) timelapses.items = withTimelapse(timelapses.items, film);
}

export async function deleteTimelapse(id: string): Promise<void> {
  await api.deleteTimelapse(id);
  timelapses.items = timelapses.items.filter((one) => one.id !== id);
}

/** Looks again at what is being made until `signal` ends it. A look that fails is followed by the next one. */
export async function followTimelapses(signal: AbortSignal): Promise<void> {
  while (await pause(LOOK_EVERY_MS, signal)) {
    for (const { id } of timelapses.items.filter(isUnderWay)) {
      const [answer] = await Promise.allSettled([api.timelapse(id)]);
      if (signal.aborted) return;
      if (answer.status === "fulfilled") timelapses.items = withTimelapse(timelapses.items, answer.value);
      // Deleted elsewhere, or with one of its photos.
      else if (problemOf(answer.reason).code === "not_found")
        timelapses.items = timelapses.items.filter((one) => one.id !== id);
    }
  }
}
