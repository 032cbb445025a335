import { NOTICE } from "../i18n/notice";

const CAPTURE = "/capture";

export interface Notice {
  title: string;
  options: NotificationOptions;
}

/**
 * What is shown for a push, whatever came with it: nothing from outside ever reaches the screen. A second reminder
 * takes the first one's place.
 */
export function noticeFor(language: string): Notice {
  const known = Object.hasOwn(NOTICE, language) ? language : "en";
  const { title, body, dir } = NOTICE[known] as (typeof NOTICE)[string];
  return { title, options: { body, dir, lang: known, tag: "reminder", icon: "/icons/icon-192.png" } };
}

/**
 * Which of the open windows a tap on it leads to; null for a new one. Only one where photos are taken already: another
 * may hold words that nobody has saved.
 */
export function windowFor(urls: readonly string[]): number | null {
  const index = urls.findIndex((url) => new URL(url).pathname === CAPTURE);
  return index < 0 ? null : index;
}
