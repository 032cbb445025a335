/// <reference lib="WebWorker" />

import { LANGUAGE_CACHE, LANGUAGE_KEY } from "../domain/spoken";
import { sendInBackground } from "../platform/outbox";
import { noticeFor, windowFor } from "./notice";
import { answerFor, SHARE_TARGET } from "./strategy";

// Written in by build/service-worker.ts, which alone knows the finished file names.
declare const __SHELL_FILES__: string[];
declare const __GUIDE_FILES__: string[];
declare const __SHELL_VERSION__: string;
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
// TypeScript's library does not know Background Sync.
declare const self: Omit<ServiceWorkerGlobalScope, "addEventListener"> & {
  addEventListener: ServiceWorkerGlobalScope["addEventListener"] &
    ((type: "sync", listener: (event: SyncEvent) => void) => void);
};

const PREFIX = "likeness-shell-";
const CACHE = `${PREFIX}${__SHELL_VERSION__}`;
const PAGE = "/index.html";
const files = new Set(__SHELL_FILES__);
/** What guidance works with: kept from its first use, so that it works without a network from then on. */
const GUIDE_CACHE = "likeness-guide-v1";
const guideFiles = new Set(__GUIDE_FILES__);

self.addEventListener("install", (event) => {
  const store = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(__SHELL_FILES__.map((path) => new Request(path, { cache: "reload" })));
  };
  // No skipWaiting: a running page keeps the version it was opened with.
  event.waitUntil(store());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
    );
    const guide = await caches.open(GUIDE_CACHE);
    const kept = await guide.keys();
    const old = kept.filter(({ url }) => !guideFiles.has(new URL(url).pathname + new URL(url).search));
    await Promise.all(old.map((request) => guide.delete(request)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(self.skipWaiting());
  if (event.data === "shared-photos") {
    event.ports[0]?.postMessage(shared);
    shared = [];
  }
});

/** In memory alone, for the seconds until the page asks: nothing of them lies on the phone a second time. */
let shared: File[] = [];

async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData();
  shared = form.getAll("photos").filter((one): one is File => one instanceof File);
  return Response.redirect(`${SHARE_TARGET}?shared=${shared.length}`, 303);
}

// Background Sync: the network is back, and no page may be open.
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendInBackground());
});

// A reminder: what is shown is the same whatever was sent, and browsers ask that something be shown for each.
self.addEventListener("push", (event) => {
  const show = async () => {
    const noted = await caches.match(LANGUAGE_KEY, { cacheName: LANGUAGE_CACHE });
    const { title, options } = noticeFor((await noted?.text()) ?? "");
    await self.registration.showNotification(title, options);
  };
  event.waitUntil(show());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const index = windowFor(windows.map(({ url }) => url));
    await (index === null ? self.clients.openWindow("/capture") : windows[index]?.focus());
  };
  event.waitUntil(open());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = {
    method: request.method,
    mode: request.mode,
    url: new URL(request.url),
    ownOrigin: self.location.origin,
  };
  const answer = answerFor(asked, files, guideFiles);
  if (answer === "network") return;
  if (answer === "shared photos") {
    event.respondWith(takeShared(request));
    return;
  }
  if (answer === "guide file") {
    event.respondWith(guideFile(event));
    return;
  }
  const path = answer === "shell page" ? PAGE : asked.url.pathname;
  const serve = async () => {
    const cache = await caches.open(CACHE);
    return (await cache.match(path)) ?? fetch(request);
  };
  event.respondWith(serve());
});

async function guideFile(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(GUIDE_CACHE);
  const kept = await cache.match(event.request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) {
    // Where the phone has no room for it, it is fetched again the next time.
    event.waitUntil(cache.put(event.request, answer.clone()).catch(() => undefined));
  }
  return answer;
}
