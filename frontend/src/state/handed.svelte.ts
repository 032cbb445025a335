import { keepHandedOver, keptHandedOver, watchHandedOver } from "../platform/handedover";
import { account } from "./account.svelte";
import { onForget } from "./memory";
import { router } from "./router.svelte";

/**
 * While a practice's device is in a client's hands: the way to other records is put away, and comes back only for the
 * password of whoever is signed in.
 */
class Handed {
  /** The account that handed it over; "" for none. */
  by = $state(keptHandedOver());
  /** The visit to the screen that was handed over with it; every other one stays shut. */
  visit = $state(-1);

  get over(): boolean {
    return this.by !== "" && this.by === account.me?.email;
  }

  /** Another screen than the one that was handed over: it was reloaded, left, or is in another tab. */
  get isShut(): boolean {
    return this.over && this.visit !== router.visit;
  }
}

export const handed = new Handed();

function set(by: string): void {
  handed.by = by;
  keepHandedOver(by);
}

export function handOver(): void {
  handed.visit = router.visit;
  set(account.me?.email ?? "");
}

/** Call once it is known that the device is with its own people again. */
export function endHandOver(): void {
  set("");
}

watchHandedOver((by) => {
  handed.by = by;
});
// Who signs in next has given a password.
onForget((wholly) => {
  if (wholly) set("");
});
