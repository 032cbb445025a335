/// <reference types="vite/client" />
import type { Seen } from "../../src/domain/guidance";
import { type Guide, openGuide } from "../../src/platform/guidance";

/** Shows the guide a playing camera, one frame after another as fast as it looks; answers how to stop. */
function watch(video: HTMLVideoElement, guide: Guide, show: (seen: Seen | null) => void): () => void {
  let over = false;
  const next = () => {
    if (!over) video.requestVideoFrameCallback(() => void look());
  };
  const look = async () => {
    const seen = await guide.look(await createImageBitmap(video), performance.now());
    if (!over) show(seen);
    next();
  };
  next();
  return () => {
    over = true;
  };
}

/** What a test calls from outside; see tests/benchmarks/guidance.py. */
Object.assign(window, { openGuide, watch });
