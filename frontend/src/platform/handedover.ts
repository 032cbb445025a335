/**
 * Whose session it is on a device that is in somebody else's hands: kept over reloads and for every tab, since each of
 * them would show other people's records. Storage can be blocked or full.
 */
const KEY = "likeness.handedOver";

export function keptHandedOver(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch (_blocked) {
    return "";
  }
}

/** `account` is "" once the device is back. */
export function keepHandedOver(account: string): void {
  try {
    if (account === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, account);
  } catch (_blockedOrFull) {
    // It then holds until the page is loaded again.
  }
}

/** Calls `tell` when another tab of this device has changed it. */
export function watchHandedOver(tell: (account: string) => void): void {
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) tell(keptHandedOver());
  });
}
