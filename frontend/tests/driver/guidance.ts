/// <reference types="vite/client" />
import type { Seen } from "../../src/domain/guidance";
import { type Guide, lookOn, openGuide } from "../../src/platform/guidance";

/** Shows the guide a playing camera, as fast as it looks; answers how to stop. */
function watch(video: HTMLVideoElement, guide: Guide, show: (seen: Seen | null) => void): () => void {
  let over = false;
  const next = async () => {
    await new Promise((there) => video.requestVideoFrameCallback(there));
    return createImageBitmap(video);
  };
  void lookOn(guide, { next, goOn: () => !over }, (seen) => {
    if (!over) show(seen);
  });
  return () => {
    over = true;
  };
}

/** What a test calls from outside; see tests/benchmarks/guidance.py. */
Object.assign(window, { openGuide, watch });
