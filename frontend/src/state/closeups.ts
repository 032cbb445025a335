import { requestCloseups } from "../api/closeups";
import * as records from "../api/records";
import { waitBefore } from "../domain/backoff";
import { type Photo, rendition } from "../domain/models";
import { pause } from "../platform/connection";

/**
 * The photo with the finest pictures that it can have, made now if need be; null when they did not come in time or
 * nobody waits for them any more.
 */
export async function finestOf(id: string, signal: AbortSignal): Promise<Photo | null> {
  const { photo, isComing } = await requestCloseups(id);
  if (!isComing) return photo;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const wait = waitBefore(attempt);
    if (wait === null || !(await pause(wait, signal))) return null;
    const now = await records.photo(id);
    if (rendition(now, "aligned_full")) return now;
    // It was aligned anew meanwhile: what was asked for is not made of it.
    if (now.state !== "aligned") return null;
  }
  return null;
}
