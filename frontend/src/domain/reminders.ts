import type { View } from "./vocabulary";

/** ISO: 1 is Monday, 7 is Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export interface ReminderDraft {
  weekdays: number[];
  /** Wall time in `time_zone`: `08:00`. */
  at: string;
  /** IANA name. */
  time_zone: string;
  /** Those that a day needs; none: one photo of any view will do. */
  views: View[];
  enabled: boolean;
}

export interface Reminder extends ReminderDraft {
  id: string;
  next_at: string | null;
}

/** A browser of the account that is reminded. */
export interface RemindedBrowser {
  id: string;
  endpoint: string;
  host: string;
  created_at: string;
  last_success_at: string | null;
  failures: number;
}

export interface Push {
  public_key: string;
  subscriptions: RemindedBrowser[];
}

/** What a browser gives for the server to reach it by. */
export interface PushAddress {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** Why this browser cannot be reminded, or that it can. */
export type PushAbility = "able" | "insecure" | "home_screen" | "missing" | "blocked";

/** What is wrong with a draft; null for nothing. */
export function draftProblem(draft: ReminderDraft): "days" | "time" | null {
  if (draft.weekdays.length === 0) return "days";
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(draft.at) ? null : "time";
}

/** A list with `item` put in or taken out, in its order. */
export function toggled<Item extends number | string>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item].sort();
}

/**
 * Which host this browser is expected to name for its push messages, before it is asked: each maker has its own. Null
 * for a browser that is not known. Written without a scheme: the app itself asks none of them for anything.
 */
export function expectedHost(userAgent: string): string | null {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "web.push.apple.com";
  if (/Edg\//.test(userAgent) && userAgent.includes("Windows")) return "*.notify.windows.com";
  if (userAgent.includes("Firefox/")) return "updates.push.services.mozilla.com";
  if (/Chrome\/|Chromium\//.test(userAgent)) return "fcm.googleapis.com";
  return userAgent.includes("Safari/") ? "web.push.apple.com" : null;
}

/** The host of an endpoint, which is what is contacted. */
export function hostOf(endpoint: string): string {
  return new URL(endpoint).hostname;
}

/** Whether the host that a browser named is the one that was expected of it. */
export function isExpected(host: string, expected: string | null): boolean {
  if (expected === null) return false;
  return expected.startsWith("*.") ? host.endsWith(expected.slice(1)) : host === expected;
}

/** iOS and iPadOS remind only apps on the home screen; an iPad may call itself a Mac, and has a touch screen. */
export function isAppleMobile(userAgent: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && touchPoints > 1);
}
