/**
 * What the service worker does with a request: it answers for the shell and for what guidance works with, and never
 * touches records or pictures.
 */
export type Answer = "shell page" | "shell file" | "guide file" | "network";

/** Paths that belong to the server. They are left to the browser, as if no worker were there. */
const SERVER_PATHS = ["/api/", "/_allauth/", "/admin", "/static/", "/s/", "/shared/", "/c/"];

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
  if (method !== "GET" || url.origin !== ownOrigin) return "network";
  if (SERVER_PATHS.some((path) => url.pathname.startsWith(path))) return "network";
  if (mode === "navigate") return /\.\w+$/.test(url.pathname) ? "network" : "shell page";
  if (guideFiles.has(url.pathname + url.search)) return "guide file";
  return shellFiles.has(url.pathname) ? "shell file" : "network";
}
