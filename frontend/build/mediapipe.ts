import type { Plugin } from "vite";
import { FACE_MODEL_SHA256 } from "../src/domain/face-numbers.ts";

const LOADER = "vision_wasm_module_internal.js";
/** Parts of the library's loader that only Node runs, and a file name that a browser is never asked for. */
const NOT_OURS: readonly (readonly [string, string])[] = [
  ['globalThis.process?.versions?.node && globalThis.process?.type != "renderer"', "false"],
  ['await import("node:module")', "{}"],
  ['new URL("vision_wasm_module_raw_internal.wasm", import.meta.url).href', '"vision_wasm_module_raw_internal.wasm"'],
];

/** Takes out of MediaPipe's loader what a browser has no use for, so that nothing of Node is bundled. */
export function mediapipeLoader(): Plugin {
  return {
    name: "likeness-mediapipe-loader",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes(LOADER)) return null;
      let kept = code;
      for (const [part, instead] of NOT_OURS) {
        if (!kept.includes(part)) throw new Error(`${LOADER} is another one: it holds no ${part}.`);
        kept = kept.replace(part, instead);
      }
      return { code: kept, map: null };
    },
  };
}

/** What guidance works with, built or served: kept on the phone from its first use, never before. */
export function isGuideFile(name: string): boolean {
  return /^assets\/(guidance-worker|vision_wasm_module_internal)-/.test(name);
}

export const FACE_MODEL_ADDRESS = `/models/face_landmarker.task?v=${FACE_MODEL_SHA256.slice(0, 8)}`;
