import type { Pose } from "../domain/models";
import { type Guide, openGuide } from "./guidance";

/** A still is looked at twice: the first look after another picture still leans on that one. */
const LOOKS = 2;
/** Far enough apart that nothing is carried over as movement. */
const BETWEEN_MS = 1000;
/** As large as the frames of a camera that guidance is made for. */
const LONGER_SIDE = 640;

let at = 0;

/** How the head is turned in a chosen file; null where no face stands in it or the browser cannot open it. */
export async function poseOf(guide: Guide, file: Blob): Promise<Pose | null> {
  let seen = null;
  for (let look = 0; look < LOOKS; look += 1) {
    const [frame] = await Promise.allSettled([small(file)]);
    if (frame.status === "rejected") return null;
    at += BETWEEN_MS;
    seen = await guide.look(frame.value, at);
  }
  return seen?.pose ?? null;
}

async function small(file: Blob): Promise<ImageBitmap> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, LONGER_SIDE / Math.max(whole.width, whole.height));
  if (scale === 1) return whole;
  const size = { resizeWidth: Math.round(whole.width * scale), resizeHeight: Math.round(whole.height * scale) };
  const shrunk = await createImageBitmap(whole, { ...size, resizeQuality: "medium" });
  whole.close();
  return shrunk;
}

export { type Guide, openGuide };
