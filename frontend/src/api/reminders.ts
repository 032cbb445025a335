import type { Push, PushAddress, RemindedBrowser, Reminder, ReminderDraft } from "../domain/reminders";
import { client, unwrap } from "./client";

export async function reminders(): Promise<Reminder[]> {
  return unwrap(client.GET("/api/v1/reminders/"));
}

/** `id` is made by the phone, so that a repeat after a lost answer adds no second reminder. */
export async function createReminder(id: string, draft: ReminderDraft): Promise<Reminder> {
  return unwrap(client.POST("/api/v1/reminders/", { body: { id, ...draft } }));
}

export async function changeReminder(id: string, changes: Partial<ReminderDraft>): Promise<Reminder> {
  return unwrap(
    client.PATCH("/api/v1/reminders/{reminder_id}/", { params: { path: { reminder_id: id } }, body: changes }),
  );
}

export async function deleteReminder(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/reminders/{reminder_id}/", { params: { path: { reminder_id: id } } }));
}

export async function push(): Promise<Push> {
  return unwrap(client.GET("/api/v1/push/"));
}

export async function subscribe(address: PushAddress): Promise<RemindedBrowser> {
  return unwrap(client.POST("/api/v1/push/", { body: address }));
}

export async function unsubscribe(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/push/{subscription_id}/", { params: { path: { subscription_id: id } } }));
}
