import { isAppleMobile, type PushAbility, type PushAddress } from "../domain/reminders";

/** A browser without its push service never answers. */
const ANSWER_MS = 30_000;

/** Whether this browser can be reminded at all, asked of nobody but itself. */
export function pushAbility(): PushAbility {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return isAppleMobile(navigator.userAgent, navigator.maxTouchPoints) ? "home_screen" : "missing";
  }
  return Notification.permission === "denied" ? "blocked" : "able";
}

/** What this browser has already, without asking any host. */
export async function ownAddress(): Promise<PushAddress | null> {
  if (pushAbility() !== "able") return null;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return subscription ? addressOf(subscription) : null;
}

/**
 * Asks the person, and then the browser's push service, for an address. `refused`: the person said no; `no_answer`: the
 * service, or the worker that would show reminders, is not there.
 */
export async function askForAddress(publicKey: string): Promise<PushAddress | "refused" | "no_answer"> {
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) return "no_answer";
  try {
    // One for another key (a server set up anew) would be refused.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const asked = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(publicKey) });
    return addressOf(await Promise.race([asked, late()]));
  } catch (problem) {
    if (problem instanceof DOMException) return problem.name === "NotAllowedError" ? "refused" : "no_answer";
    throw problem;
  }
}

/** The browser's push service forgets this address. */
export async function dropAddress(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function late(): Promise<never> {
  return new Promise((_done, fail) => {
    setTimeout(() => fail(new DOMException("The push service does not answer.", "TimeoutError")), ANSWER_MS);
  });
}

function addressOf(subscription: PushSubscription): PushAddress {
  const { keys } = subscription.toJSON();
  return { endpoint: subscription.endpoint, keys: { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" } };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}
