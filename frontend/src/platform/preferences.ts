/** Choices kept on this device only. Storage can be blocked or full; the default is used then. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

// Both are also read by public/first-paint.js.
const THEME_KEY = "likeness.theme";
const LANGUAGE_KEY = "likeness.language";
const WELCOMED_KEY = "likeness.welcomed";
const NOT_MIRRORED_KEY = "likeness.notMirrored";
const CAMERA_KEY = "likeness.camera";
const EXPLAINED_KEY = "likeness.cameraExplained";
const viewsKey = (subject: string) => `likeness.views.${subject}`;
/** Answers kept; the oldest go first. */
const NOT_MIRRORED_MOST = 200;

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch (_blocked) {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (_blockedOrFull) {
    // The choice then lasts until the page is closed.
  }
}

function erase(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch (_blocked) {
    // Then nothing was written either.
  }
}

export function storedTheme(): Theme {
  const stored = read(THEME_KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

export function storeTheme(theme: Theme): void {
  write(THEME_KEY, theme);
}

/** The colours of the browser's own bar; the same as `--surface` in styles/tokens.css. */
const BAR_COLOURS = { light: "#fafafa", dark: "#141516" };

/** Takes effect when the page is loaded anew. */
export function storeLanguage(language: string): void {
  write(LANGUAGE_KEY, language);
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes("dark") ? "dark" : "light";
    meta.content = BAR_COLOURS[theme === "system" ? own : theme];
  }
}

export function wasWelcomed(): boolean {
  return read(WELCOMED_KEY) !== null;
}

export function markWelcomed(): void {
  write(WELCOMED_KEY, "1");
}

const ACCOUNT_KEY = "likeness.account";
const WAITING_KEY = "likeness.waiting";
const PERSIST_KEY = "likeness.askedToPersist";

/** Which account this device opens without a network: its id alone, its name lies in the vault. */
export function rememberedId(): string | null {
  return read(ACCOUNT_KEY);
}

export function rememberId(account: string | null): void {
  if (account !== null) write(ACCOUNT_KEY, account);
  else erase(ACCOUNT_KEY);
}

/** The accounts of which something waits on this device. */
export function accountsWaiting(): string[] {
  return listed(WAITING_KEY);
}

export function noteWaiting(account: string, waits: boolean): void {
  const others = accountsWaiting().filter((id) => id !== account);
  write(WAITING_KEY, (waits ? [...others, account] : others).join(","));
}

/** True once, on the first call on this device. */
export function firstToAskToPersist(): boolean {
  if (read(PERSIST_KEY) !== null) return false;
  write(PERSIST_KEY, "1");
  return true;
}

function listed(key: string): string[] {
  return (read(key) ?? "").split(",").filter((id) => id !== "");
}

function notMirrored(): string[] {
  return listed(NOT_MIRRORED_KEY);
}

/** Whether the person has said here that this photo is no mirror image. */
export function saidNotMirrored(photoId: string): boolean {
  return notMirrored().includes(photoId);
}

export function sayNotMirrored(photoId: string): void {
  const others = notMirrored().filter((id) => id !== photoId);
  write(NOT_MIRRORED_KEY, [...others, photoId].slice(-NOT_MIRRORED_MOST).join(","));
}

/** How photos are taken on this device; `readSettings` of domain/capturing understands it. */
export function storedCapture(): string | null {
  return read(CAMERA_KEY);
}

export function storeCapture(text: string): void {
  write(CAMERA_KEY, text);
}

/** The views of a record's sittings, parted by commas; null where none were chosen. */
export function storedViews(subject: string): string | null {
  return read(viewsKey(subject));
}

export function storeViews(subject: string, text: string): void {
  write(viewsKey(subject), text);
}

/** Whether it was explained here what the camera is for, before the browser asked. */
export function wasCameraExplained(): boolean {
  return read(EXPLAINED_KEY) !== null;
}

export function markCameraExplained(): void {
  write(EXPLAINED_KEY, "1");
}
