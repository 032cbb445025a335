import type { Seen } from "../domain/guidance";
import type { Asked, Told } from "./guidance-worker";

/** Looks at frames of the camera, in a worker: the page is never held up by it. */
export interface Guide {
  /** What stands in the frame, which belongs to the guide from then on; null where no face does. */
  look(frame: ImageBitmap | VideoFrame, atMs: number): Promise<Seen | null>;
  close(): void;
}

/** Guidance cannot run here. The camera works all the same. */
export class GuideUnavailable extends Error {
  constructor(readonly reason: "unsupported" | "not_loaded" | "stopped") {
    super(`Guidance: ${reason}`);
    this.name = "GuideUnavailable";
  }
}

function worker(): Worker {
  return new Worker(new URL("./guidance-worker.ts", import.meta.url), { type: "module", name: "guidance" });
}

/**
 * Starts the worker and loads what it works with: 7 MB at the first use, kept by the service worker for the next.
 *
 * Rejects with `GuideUnavailable`.
 */
export function openGuide(): Promise<Guide> {
  if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined") {
    return Promise.reject(new GuideUnavailable("unsupported"));
  }
  return new Promise((resolve, reject) => {
    const running = worker();
    const waiting = new Map<number, { resolve(seen: Seen | null): void; reject(problem: Error): void }>();
    let asked = 0;
    const stop = (reason: GuideUnavailable["reason"]) => {
      running.terminate();
      const problem = new GuideUnavailable(reason);
      reject(problem);
      for (const one of waiting.values()) one.reject(problem);
      waiting.clear();
    };
    const ask = (message: Asked, give: Transferable[] = []) => running.postMessage(message, give);
    running.onerror = () => stop("not_loaded");
    running.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.kind === "ready") {
        resolve({
          look: (frame, atMs) =>
            new Promise((see, fail) => {
              asked += 1;
              waiting.set(asked, { resolve: see, reject: fail });
              ask({ kind: "look", id: asked, frame, atMs }, [frame]);
            }),
          close: () => stop("stopped"),
        });
      } else if (data.kind === "failed") {
        stop("not_loaded");
      } else {
        waiting.get(data.id)?.resolve(data.seen);
        waiting.delete(data.id);
      }
    };
    ask({ kind: "open" });
  });
}

/** The model sees 256 pixels of a face: a larger frame only costs time. */
const LONGER_SIDE = 640;

/**
 * Shows the guide a playing camera, one frame after another as fast as it looks; what is seen is in pixels of the
 * frame as it was shown, of which `seen.frame` tells the size. Call what is answered to stop.
 *
 * `lost` is called once, where the guide gave up.
 */
export function watch(
  video: HTMLVideoElement,
  guide: Guide,
  show: (seen: Seen | null, atMs: number) => void,
  lost: (problem: unknown) => void,
): () => void {
  let over = false;
  const next = () => {
    if (over) return;
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(() => void look());
    else requestAnimationFrame(() => void look());
  };
  const look = async () => {
    try {
      const frame = over ? null : await frameOf(video);
      if (frame && !over) {
        const atMs = performance.now();
        const seen = await guide.look(frame, atMs);
        if (!over) show(seen, atMs);
      }
      next();
    } catch (problem) {
      if (!over) lost(problem);
      over = true;
    }
  };
  next();
  return () => {
    over = true;
  };
}

/** Null while the camera has no picture. */
async function frameOf(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const scale = Math.min(1, LONGER_SIDE / Math.max(width, height));
  if (scale === 1) return createImageBitmap(video);
  return createImageBitmap(video, { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) });
}
