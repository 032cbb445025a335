import type { View } from "../domain/vocabulary";
import { wallTimeAt, wallTimeText } from "../domain/walltime";
import { type Camera, CameraTrouble, type Shot } from "../platform/camera";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { keepCapture } from "./outbox.svelte";

/** One photo that was taken. */
export interface Kept {
  id: string;
  /** Address of the photo on this device; to be revoked by whoever shows it. */
  url: string;
  /** False where the phone gave no room: the photo is being sent from memory. */
  safe: boolean;
}

/** Takes one photo of the open record and keeps it on this phone. Null where the camera gave none. */
export async function takeOne(camera: Camera, view: View, sitting: string | null): Promise<Kept | null> {
  const subject = { id: account.subject.id, name: account.subject.display_name };
  const at = wallTimeText(wallTimeAt(new Date()));
  const shot = await taken(camera);
  if (!shot) return null;
  const { bytes, mediaType } = shot;
  const url = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const id = makeUuid();
  // A captured JPEG carries no date of its own: the phone's clock and offset are the only record of it.
  const name = `${view}-${at.slice(0, 19).replaceAll(":", "")}.${mediaType === "image/png" ? "png" : "jpg"}`;
  try {
    const about = { takenAt: at, lastModified: at, name, source: "camera" } as const;
    await keepCapture({ id, subject, view, mediaType, bytes, sitting, ...about });
    return { id, url, safe: true };
  } catch (problem) {
    if (!(problem instanceof Error) || problem.name !== "NotKept") throw problem;
    return { id, url, safe: false };
  }
}

async function taken(camera: Camera): Promise<Shot | null> {
  try {
    return await camera.take();
  } catch (problem) {
    if (problem instanceof CameraTrouble || problem instanceof DOMException) return null;
    throw problem;
  }
}
