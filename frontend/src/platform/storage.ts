import { firstToAskToPersist } from "./preferences";

/** Fewer photos than a sitting has would still fit. */
const LOW_BYTES = 200_000_000;

const storage = () => navigator.storage as StorageManager | undefined;

/**
 * Asks the browser, once on this device, not to clear away what waits here when the phone runs full. Some browsers ask
 * the person, so it is asked when there is something to lose.
 */
export async function askToPersist(): Promise<void> {
  if (!storage()?.persist || !firstToAskToPersist()) return;
  // A refusal changes nothing: what is kept is kept as before.
  await storage()
    ?.persist()
    .catch(() => false);
}

/** Whether so many bytes would leave this phone little room; false where the browser does not tell. */
export async function isRoomLow(bytes: number): Promise<boolean> {
  const found = await storage()
    ?.estimate?.()
    .catch(() => undefined);
  if (found?.quota === undefined) return false;
  return found.quota - (found.usage ?? 0) - bytes < LOW_BYTES;
}
