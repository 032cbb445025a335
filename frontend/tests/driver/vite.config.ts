import { resolve } from "node:path";
import { mergeConfig } from "vitest/config";
import app from "../../vite.config.ts";

/** The app as it is, and beside it a page by which tests and benchmarks reach guidance without a screen. */
export default mergeConfig(app, {
  root: resolve(import.meta.dirname, "../.."),
  build: { rolldownOptions: { input: { guidance: resolve(import.meta.dirname, "guidance.html") } } },
});
