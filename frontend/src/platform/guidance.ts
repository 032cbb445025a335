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

/** Where frames come from. */
export interface Frames {
  /** The next frame, once there is one; null where nobody wants it. */
  next(): Promise<ImageBitmap | null>;
  goOn(): boolean;
}

/**
 * Shows the guide one frame after another until `frames` no longer goes on. The next frame is taken while the guide
 * looks at the one before: on a slow phone, waiting for it would cost a third of the looks.
 */
export async function lookOn(guide: Guide, frames: Frames, show: (seen: Seen | null, atMs: number) => void) {
  const take = async () => ({ frame: await frames.next(), atMs: performance.now() });
  let coming = take();
  try {
    while (frames.goOn()) {
      const { frame, atMs } = await coming;
      coming = take();
      if (frame) show(await guide.look(frame, atMs), atMs);
    }
  } finally {
    coming.then(
      ({ frame }) => frame?.close(),
      () => undefined,
    );
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
    let open = false;
    let over: GuideUnavailable | null = null;
    const stop = (reason: GuideUnavailable["reason"]) => {
      running.terminate();
      const problem = new GuideUnavailable(reason);
      over = problem;
      reject(problem);
      for (const one of waiting.values()) one.reject(problem);
      waiting.clear();
    };
    const ask = (message: Asked, give: Transferable[] = []) => running.postMessage(message, give);
    running.onerror = () => stop(open ? "stopped" : "not_loaded");
    running.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.kind === "ready") {
        open = true;
        resolve({
          look: (frame, atMs) =>
            new Promise((see, fail) => {
              if (over) {
                frame.close();
                fail(over);
                return;
              }
              asked += 1;
              waiting.set(asked, { resolve: see, reject: fail });
              ask({ kind: "look", id: asked, frame, atMs }, [frame]);
            }),
          close: () => stop("stopped"),
        });
      } else if (data.kind === "failed") {
        stop(open ? "stopped" : "not_loaded");
      } else {
        waiting.get(data.id)?.resolve(data.seen);
        waiting.delete(data.id);
      }
    };
    ask({ kind: "open" });
  });
}
