import { isApiError } from "../api/client";
import type { OutboxItem } from "../domain/outbox";
import { outbox, removeItem } from "./outbox.svelte";
import { deletePhoto } from "./timeline.svelte";

/** A photo on its way is not called back: where it went is known only then. */
const LOOK_AGAIN_MS = 200;
const LOOKS = 100;

/**
 * Takes back a photo that was just taken: from this phone where it was never sent, else from the server as well.
 *
 * Rejects with ApiError where it may be on the server and cannot be deleted there now; the photo is then kept.
 */
export async function discardCapture(id: string): Promise<void> {
  for (let look = 0; look < LOOKS && found(id)?.step === "sending"; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const item = found(id);
  // The same bytes came earlier under another id: that photo is not this one's to delete.
  if (item && mayBeThere(item)) await deleteThere(id);
  await removeItem(id);
}

const found = (id: string) => outbox.items.find((item) => item.id === id);

/** An answer can be lost on its way when the photo was not. */
function mayBeThere(item: OutboxItem): boolean {
  return item.step === "confirmed" || item.step === "sending" || (item.step === "waiting" && item.attempts > 0);
}

async function deleteThere(id: string): Promise<void> {
  try {
    await deletePhoto(id);
  } catch (caught) {
    if (!isApiError(caught) || caught.status !== 404) throw caught;
  }
}
