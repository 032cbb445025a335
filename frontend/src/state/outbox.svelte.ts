import type { NewCapture } from "../domain/outbox";
import { takeCapture } from "./uploads.svelte";

/**
 * Keeps a photo on this phone until the server has confirmed that it holds the same bytes; sending starts by itself.
 *
 * Resolves once the photo is durable. Rejects with `NotKept` where the phone has no room or gives no storage: the
 * photo is then in the list in memory alone, being sent, with its download offered.
 */
export async function keepCapture(capture: NewCapture): Promise<void> {
  takeCapture(capture);
}
