import { LANGUAGE_CACHE, LANGUAGE_KEY } from "../domain/spoken";

const SHARED_WAIT_MS = 3000;

/** The photos that the phone's share sheet has just handed to the service worker; none where it has slept since. */
export async function sharedPhotos(): Promise<File[]> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return [];
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve([]), SHARED_WAIT_MS);
    port1.onmessage = ({ data }: MessageEvent<File[]>) => {
      clearTimeout(late);
      resolve(data);
    };
    worker.postMessage("shared-photos", [port2]);
  });
}

const LOOK_AGAIN_MS = 60 * 60_000;
/** What the browser calls the worker by when the network is back. */
const SYNC_TAG = "outbox";

/** Asks the browser to wake the worker when the network is back, where it can (Background Sync). */
export async function sendWhenBack(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container?.controller) return;
  const registration = (await container.ready) as ServiceWorkerRegistration & {
    sync?: { register(tag: string): Promise<void> };
  };
  // A browser may refuse (a setting, a private window): it is then sent when the app is open.
  await registration.sync?.register(SYNC_TAG).catch(() => undefined);
}

/**
 * Registers the service worker. `ready` is called when a newer version waits; it gets a function that puts the new
 * version to work and reloads. Without that call the new version starts the next time the app is opened.
 */
export async function registerServiceWorker(ready: (apply: () => void) => void): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const container = navigator.serviceWorker;
  let asked = false;
  container.addEventListener("controllerchange", () => {
    // Only after the person asked: the first worker taking control, or another tab's update, reloads nothing here.
    if (asked) location.reload();
  });
  let registration: ServiceWorkerRegistration;
  try {
    registration = await container.register("/sw.js", { updateViaCache: "none" });
  } catch (_refused) {
    // Private windows and blocked storage refuse workers; the app works without its offline shell.
    return;
  }
  // Without room for it, or in a private window, the worker reminds in English.
  void noteLanguage().catch(() => undefined);
  const offer = (worker: ServiceWorker | null) => {
    if (!worker || !container.controller) return;
    ready(() => {
      asked = true;
      worker.postMessage("take-over");
    });
  };
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") offer(worker);
    });
  });
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_AGAIN_MS) return;
    looked = Date.now();
    // Fails when offline; the next look will do.
    registration.update().catch(() => undefined);
  });
}

/** In which language the worker is to remind; a change of language loads the page anew, and comes by here. */
async function noteLanguage(): Promise<void> {
  const cache = await caches.open(LANGUAGE_CACHE);
  await cache.put(LANGUAGE_KEY, new Response(document.documentElement.lang));
}
