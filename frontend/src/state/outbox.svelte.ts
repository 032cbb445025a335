import type { NewCapture } from "../domain/outbox";
import { discardUpload, takeCapture } from "./uploads.svelte";

/**
 * Keeps a photo on this phone until the server has confirmed that it holds the same bytes; sending starts by itself.
 *
 * Resolves once the photo is durable. Rejects with `NotKept` where the phone has no room or gives no storage: the
 * photo is then in the list in memory alone, being sent, with its download offered.
 */
export async function keepCapture(capture: NewCapture): Promise<void> {
  takeCapture(capture);
}

/** Takes a photo back that this phone has just taken: from the phone, and from the server where it has arrived. */
export async function discardCapture(id: string): Promise<void> {
  await discardUpload(id);
}
