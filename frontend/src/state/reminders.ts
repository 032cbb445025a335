import * as api from "../api/reminders";
import { expectedHost, type PushAddress, type RemindedBrowser, type ReminderDraft } from "../domain/reminders";
import { askForAddress, dropAddress, ownAddress, pushAbility } from "../platform/push";
import { saveBlob } from "../platform/sharesheet";
import { makeUuid } from "../platform/uuid";

export { changeReminder, deleteReminder, push, reminders } from "../api/reminders";
export { askForAddress, dropAddress, pushAbility };

export function newReminder(): { id: string; draft: ReminderDraft } {
  const draft = { weekdays: [1], at: "08:00", time_zone: ownTimeZone(), views: [], enabled: true };
  return { id: makeUuid(), draft };
}

export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export const { createReminder } = api;

/** The host that this browser is expected to name. */
export function hostExpectedHere(): string | null {
  return expectedHost(navigator.userAgent);
}

/** The one of the account's reminded browsers that is this one; null where it is none. */
export async function findOwn(browsers: readonly RemindedBrowser[]): Promise<RemindedBrowser | null> {
  const own = await ownAddress();
  return browsers.find((one) => one.endpoint === own?.endpoint) ?? null;
}

/** The person has seen the host and agreed: the server learns the address, and this browser is reminded. */
export async function switchOn(address: PushAddress): Promise<RemindedBrowser> {
  return api.subscribe(address);
}

/** The server first, so that it contacts nobody any more; then, where it is this browser, the push service. */
export async function switchOff(browser: RemindedBrowser, isHere: boolean): Promise<void> {
  await api.unsubscribe(browser.id);
  if (isHere) await dropAddress();
}

export function saveCalendarFile(text: string): void {
  saveBlob(new Blob([text], { type: "text/calendar;charset=utf-8" }), "likeness-reminder.ics");
}
