import { FaceLandmarker, type FaceLandmarkerResult } from "@mediapipe/tasks-vision";
// Its loader stands in this bundle and puts itself where the library looks for one: nothing is fetched as a script.
import "@mediapipe/tasks-vision/vision_wasm_module_internal.js";
import wasmBinaryPath from "@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url";
import { BACKGROUND_RATIO, FACE_MODEL_SHA256, LIGHT_SPAN } from "../domain/face-numbers";
import type { Seen } from "../domain/guidance";
import { estimatePose } from "../domain/headpose";
import {
  extent,
  eyeCentres,
  interocular,
  lightBox,
  lightPatches,
  type Mesh,
  openings,
  shareInside,
} from "../domain/mesh";

/** What the page asks: be ready, or look at a frame, which then belongs to the worker. */
export type Asked = { kind: "open" } | { kind: "look"; id: number; frame: ImageBitmap | VideoFrame; atMs: number };
/** What it is told. */
export type Told =
  | { kind: "ready" }
  | { kind: "failed"; reason: string }
  | { kind: "seen"; id: number; seen: Seen | null };

// The digest in the address lets it be kept for good.
const MODEL = `/models/face_landmarker.task?v=${FACE_MODEL_SHA256.slice(0, 8)}`;
const scope = self as unknown as {
  onmessage: (event: MessageEvent<Asked>) => void;
  postMessage(told: Told): void;
  Module: unknown;
};
// What the library's native side prints at every start is no concern of the page's console.
scope.Module = { print: () => undefined, printErr: () => undefined };

let landmarker: FaceLandmarker | null = null;
let lastMs = 0;
const reader = new OffscreenCanvas(1, 1);
const pen = reader.getContext("2d", { willReadFrequently: true });

async function open(): Promise<void> {
  const answer = await fetch(MODEL);
  if (!answer.ok) throw new Error(`The model answered ${answer.status}.`);
  landmarker = await FaceLandmarker.createFromOptions(
    { wasmLoaderPath: "", wasmBinaryPath },
    {
      baseOptions: { modelAssetBuffer: new Uint8Array(await answer.arrayBuffer()), delegate: "CPU" },
      // WebKit makes no canvas of its own in a worker.
      canvas: new OffscreenCanvas(1, 1),
      runningMode: "VIDEO",
      numFaces: 2,
      outputFaceBlendshapes: true,
    },
  );
}

function look(frame: ImageBitmap | VideoFrame, atMs: number): Seen | null {
  if (!landmarker) throw new Error("Not open yet.");
  // The library wants times that grow.
  lastMs = Math.max(atMs, lastMs + 1);
  const [width, height] =
    "displayWidth" in frame ? [frame.displayWidth, frame.displayHeight] : [frame.width, frame.height];
  return measure(landmarker.detectForVideo(frame as ImageBitmap, lastMs), frame, width, height);
}

function measure(found: FaceLandmarkerResult, frame: CanvasImageSource, width: number, height: number): Seen | null {
  const meshes = found.faceLandmarks.map((points) => meshOf(points, width, height));
  const sizes = meshes.map(extent);
  const largest = sizes.indexOf(Math.max(...sizes));
  const mesh = meshes[largest];
  const pose = mesh && estimatePose(mesh);
  if (!mesh || !pose) return null;
  const open = openings(mesh);
  const shapes = found.faceBlendshapes[largest]?.categories ?? [];
  const shape = (name: string) => shapes.find((one) => one.categoryName === name)?.score ?? 0;
  return {
    pose,
    eyes: eyeCentres(mesh),
    frame: { width, height },
    // Smaller ones are background: a passer-by, a picture on the wall.
    faces: sizes.filter((size) => size >= BACKGROUND_RATIO * Math.max(...sizes)).length,
    inside: shareInside(mesh, width, height),
    mouthOpen: open.mouth,
    eyesOpen: open.eyes,
    smile: (shape("mouthSmileLeft") + shape("mouthSmileRight")) / 2,
    light: lightOn(mesh, frame, width, height),
  };
}

/** The library gives x as a share of the width, y of the height, depth of the width, from the first pixel's edge. */
function meshOf(points: { x: number; y: number; z: number }[], width: number, height: number): Mesh {
  const mesh = new Float64Array(points.length * 3);
  points.forEach((point, row) => {
    mesh[row * 3] = point.x * width - 0.5;
    mesh[row * 3 + 1] = point.y * height - 0.5;
    mesh[row * 3 + 2] = point.z * width;
  });
  return mesh;
}

function lightOn(mesh: Mesh, frame: CanvasImageSource, width: number, height: number): number[] | null {
  const box = lightBox(mesh, width, height);
  if (!box || !pen) return null;
  const scale = Math.min(1, LIGHT_SPAN / interocular(mesh));
  const size = {
    width: Math.max(2, Math.round(box.width * scale)),
    height: Math.max(2, Math.round(box.height * scale)),
  };
  if (reader.width < size.width) reader.width = size.width;
  if (reader.height < size.height) reader.height = size.height;
  pen.drawImage(frame, box.left, box.top, box.width, box.height, 0, 0, size.width, size.height);
  const pixels = pen.getImageData(0, 0, size.width, size.height);
  return lightPatches(mesh, pixels, { x: box.left, y: box.top }, scale);
}

scope.onmessage = ({ data }) => {
  if (data.kind === "open") {
    open().then(
      () => scope.postMessage({ kind: "ready" }),
      (problem: unknown) => scope.postMessage({ kind: "failed", reason: String(problem) }),
    );
    return;
  }
  try {
    scope.postMessage({ kind: "seen", id: data.id, seen: look(data.frame, data.atMs) });
  } catch (problem) {
    scope.postMessage({ kind: "failed", reason: String(problem) });
  } finally {
    data.frame.close();
  }
};
