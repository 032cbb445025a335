import type { Facing, Trouble } from "../domain/capturing";
import { jpegSize } from "../domain/jpeg";

/** The camera's still picture has to be this much larger than a frame to be worth its delay; in pixels altogether. */
const REALLY_LARGER = 1.2;
/** Some devices never answer `takePhoto`; the frame is then taken. */
const PHOTO_TIMEOUT_MS = 4000;
/** At 0.95 the coder's error is below what resampling adds; smaller files are not worth it. */
const JPEG_QUALITY = 0.95;
/** Longer side of what guidance looks at: a face fills enough of it, and it is quickly handed over. */
const LOOK_SIDE = 640;
/** A camera that gives no frame for so long is asked again whether it still lives. */
const NO_FRAME_MS = 1000;
/** More than any phone's camera streams; the nearest below is given. */
const MOST = { width: 4096, height: 3072 };

/** The camera cannot be had, and why. */
export class CameraTrouble extends Error {
  constructor(readonly why: Trouble) {
    super(why);
    this.name = "CameraTrouble";
  }
}

/** One photo as it is kept: never mirrored, whatever the preview shows. */
export interface Shot {
  bytes: ArrayBuffer;
  mediaType: string;
}

/** The still camera behind a track, where the browser has one; WebKit and Firefox have not. */
interface StillCamera {
  takePhoto(settings?: { imageWidth?: number; imageHeight?: number }): Promise<Blob>;
  getPhotoCapabilities(): Promise<{ imageWidth?: { max: number }; imageHeight?: { max: number } }>;
}
declare const ImageCapture: (new (track: MediaStreamTrack) => StillCamera) | undefined;

/** Why no camera can be asked for at all; null where it can. */
export function cameraObjection(): Trouble | null {
  if (!window.isSecureContext) return "insecure";
  return typeof navigator.mediaDevices?.getUserMedia === "function" ? null : "unsupported";
}

/** Whether the browser would ask the person; false where it is known to have been allowed. */
export async function cameraAsks(): Promise<boolean> {
  try {
    const answer = await navigator.permissions.query({ name: "camera" as PermissionName });
    return answer.state !== "granted";
  } catch (_unknownToThisBrowser) {
    return true;
  }
}

/** Opens a camera. Rejects with CameraTrouble. `lost` is called when the device takes it away. */
export async function openCamera(facing: Facing, lost: () => void): Promise<Camera> {
  const objection = cameraObjection();
  if (objection) throw new CameraTrouble(objection);
  const stream = await asked(facing);
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraTrouble("none");
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const camera = new Camera(video, track, facing);
  track.addEventListener("ended", lost);
  try {
    await video.play();
    await camera.findStill();
  } catch (_interrupted) {
    camera.stop();
    throw new CameraTrouble("busy");
  }
  return camera;
}

async function asked(facing: Facing): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: facing, width: { ideal: MOST.width }, height: { ideal: MOST.height } },
    });
  } catch (problem) {
    throw new CameraTrouble(troubleOf(problem));
  }
}

export function troubleOf(problem: unknown): Trouble {
  if (!(problem instanceof DOMException)) throw problem;
  switch (problem.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    default:
      return "busy";
  }
}

/** How many cameras there are to choose from; known once one was allowed. */
export async function countCameras(): Promise<number> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === "videoinput").length;
}

/** An open camera. */
export class Camera {
  private still: StillCamera | null = null;
  private stillSize: { imageWidth: number; imageHeight: number } | null = null;

  constructor(
    /** To be put where it is looked at; it plays already. */
    readonly video: HTMLVideoElement,
    private readonly track: MediaStreamTrack,
    private readonly wanted: Facing,
  ) {}

  /** Front cameras are shown mirrored, as people know themselves; a camera that doesn't say is what was asked for. */
  get mirrored(): boolean {
    return (this.track.getSettings().facingMode ?? this.wanted) === "user";
  }

  /** Pixels of a frame, upright as the device is held. */
  get size(): { width: number; height: number } {
    return { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  /** Finds out whether photos can be had that are larger than frames. */
  async findStill(): Promise<void> {
    if (typeof ImageCapture === "undefined") return;
    try {
      const still = new ImageCapture(this.track);
      const { imageWidth, imageHeight } = await still.getPhotoCapabilities();
      const largest = { imageWidth: imageWidth?.max ?? 0, imageHeight: imageHeight?.max ?? 0 };
      if (largest.imageWidth * largest.imageHeight < REALLY_LARGER * this.pixels()) return;
      this.still = still;
      this.stillSize = largest;
    } catch (_notOnThisDevice) {
      this.still = null;
    }
  }

  /** One photo at the highest resolution there is. Rejects when the camera has gone. */
  async take(): Promise<Shot> {
    return (await this.photo()) ?? (await this.frame());
  }

  /** False once the camera was stopped or taken away. */
  get alive(): boolean {
    return this.track.readyState === "live";
  }

  /** The frame that is there now, small enough to look at quickly; null where there is none just now. */
  async look(): Promise<ImageBitmap | null> {
    const { width, height } = this.size;
    const scale = Math.min(1, LOOK_SIDE / Math.max(width, height));
    try {
      return await createImageBitmap(this.video, {
        resizeWidth: Math.round(width * scale),
        resizeHeight: Math.round(height * scale),
        resizeQuality: "low",
      });
    } catch (problem) {
      if (problem instanceof DOMException) return null;
      throw problem;
    }
  }

  /** Resolves when there is another frame, not sooner than `gapMs`; also when none comes, as in a hidden page. */
  async nextFrame(gapMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gapMs));
    if (!("requestVideoFrameCallback" in this.video)) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, NO_FRAME_MS);
      this.video.requestVideoFrameCallback(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  stop(): void {
    this.track.stop();
    this.video.srcObject = null;
    this.video.remove();
  }

  private pixels(): number {
    return this.size.width * this.size.height;
  }

  private async photo(): Promise<Shot | null> {
    if (!this.still) return null;
    try {
      const blob = await withinTime(this.still.takePhoto(this.stillSize ?? undefined));
      const bytes = await blob.arrayBuffer();
      const size = jpegSize(bytes) ?? (await decodedSize(blob));
      // What the camera promised and what it gives are two things.
      if (size.width * size.height >= REALLY_LARGER * this.pixels())
        return { bytes, mediaType: blob.type || "image/jpeg" };
    } catch (problem) {
      if (!(problem instanceof DOMException)) throw problem;
    }
    this.still = null;
    return null;
  }

  private async frame(): Promise<Shot> {
    const { width, height } = this.size;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d", { alpha: false });
    if (!context || width === 0) throw new CameraTrouble("busy");
    context.drawImage(this.video, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
    // A canvas keeps its pixels until it is collected, which on a phone can be late.
    [canvas.width, canvas.height] = [0, 0];
    if (!blob) throw new CameraTrouble("busy");
    return { bytes: await blob.arrayBuffer(), mediaType: blob.type };
  }
}

/** Of a photo in another format. Rejects with a DOMException where it cannot be read. */
async function decodedSize(blob: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

function withinTime(answer: Promise<Blob>): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("No photo came.", "TimeoutError")), PHOTO_TIMEOUT_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Calls `react` when the page is hidden or shown again; answers how to stop. */
export function watchHidden(react: (hidden: boolean) => void): () => void {
  const look = () => react(document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", look);
  return () => document.removeEventListener("visibilitychange", look);
}

/** Keeps the screen on until the answer is called. A wish: browsers without it, or low on battery, refuse. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const release = () => void lock?.release().catch(() => undefined);
  navigator.wakeLock?.request("screen").then(
    (given) => {
      lock = given;
      if (over) release();
    },
    () => undefined,
  );
  return () => {
    over = true;
    release();
  };
}
