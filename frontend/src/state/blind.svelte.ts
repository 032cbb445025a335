import * as api from "../api/blind";
import { type BlindRound, type BlindRoundDetail, withRound } from "../domain/blind";
import type { BlindChoice } from "../domain/vocabulary";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget, stillWanted } from "./memory";
import { ofOpenRecord } from "./record";

class BlindRounds {
  items: BlindRound[] = $state.raw([]);
  next: string | null = $state(null);
}

export const rounds = new BlindRounds();

onForget(() => Object.assign(rounds, { items: [], next: null }));

export async function loadRounds(cursor: string | null = null): Promise<void> {
  const wanted = stillWanted();
  const page = await api.listRounds(account.subject.id, cursor);
  if (!wanted()) return;
  rounds.items = cursor === null ? page.items : [...rounds.items, ...page.items];
  rounds.next = page.next;
}

/** A name for a round about to be started; kept over repeats of the same request. */
export function newRoundId(): string {
  return makeUuid();
}

export async function startRound(id: string, series: string, daysApart: number): Promise<BlindRoundDetail> {
  const wanted = stillWanted();
  return noted(await api.startRound(id, series, daysApart), wanted());
}

export async function loadRound(id: string): Promise<BlindRoundDetail> {
  return noted(ofOpenRecord(await api.round(id)), true);
}

export async function answerTrial(trial: string, choice: BlindChoice): Promise<BlindRoundDetail> {
  const wanted = stillWanted();
  return noted(await api.answerTrial(trial, choice), wanted());
}

export async function deleteRound(id: string): Promise<void> {
  await api.deleteRound(id);
  rounds.items = rounds.items.filter((one) => one.id !== id);
}

function noted(round: BlindRoundDetail, listed: boolean): BlindRoundDetail {
  if (listed) rounds.items = withRound(rounds.items, round);
  return round;
}
