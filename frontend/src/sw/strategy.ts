/** What the service worker does with a request: it answers for the shell, and never touches records or pictures. */
export type Answer = "shell page" | "shell file" | "network";

/** Paths that belong to the server. They are left to the browser, as if no worker were there. */
const SERVER_PATHS = ["/api/", "/_allauth/", "/admin", "/static/", "/s/", "/shared/", "/c/"];

export interface Asked {
  method: string;
  mode: string;
  url: URL;
  ownOrigin: string;
}

export function answerFor({ method, mode, url, ownOrigin }: Asked, shellFiles: ReadonlySet<string>): Answer {
  if (method !== "GET" || url.origin !== ownOrigin) return "network";
  if (SERVER_PATHS.some((path) => url.pathname.startsWith(path))) return "network";
  if (mode === "navigate") return /\.\w+$/.test(url.pathname) ? "network" : "shell page";
  return shellFiles.has(url.pathname) ? "shell file" : "network";
}
