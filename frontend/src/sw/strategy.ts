/**
 * What the service worker does with a request: it answers for the shell and for what guidance works with, and never
 * touches records or pictures.
 */
export type Answer = "shell page" | "shell file" | "guide file" | "shared photos" | "network";

/** Paths that belong to the server. They are left to the browser, as if no worker were there. */
const SERVER_PATHS = [
  "/api/",
  "/_allauth/",
  "/admin",
  "/static/",
  "/s/",
  "/shared/",
  "/c/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/operations/",
];

/** Where the phone's share sheet sends photos; the manifest says so. */
export const SHARE_TARGET = "/import";

export interface Asked {
  method: string;
  mode: string;
  url: URL;
  ownOrigin: string;
}

/** `guideFiles` with their queries, `shellFiles` without. */
export function answerFor(
  { method, mode, url, ownOrigin }: Asked,
  shellFiles: ReadonlySet<string>,
  guideFiles: ReadonlySet<string> = new Set(),
): Answer {
  if (url.origin !== ownOrigin) return "network";
  if (method === "POST" && mode === "navigate" && url.pathname === SHARE_TARGET) return "shared photos";
  if (method !== "GET") return "network";
  if (SERVER_PATHS.some((path) => url.pathname.startsWith(path))) return "network";
  if (mode === "navigate") return /\.\w+$/.test(url.pathname) ? "network" : "shell page";
  if (guideFiles.has(url.pathname + url.search)) return "guide file";
  return shellFiles.has(url.pathname) ? "shell file" : "network";
}
