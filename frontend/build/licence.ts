import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Puts the licence beside the app, where the About screen links to it: whoever uses the app is owed its terms. */
export function licenceText(path: string): Plugin {
  return {
    name: "likeness-licence-text",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "asset", fileName: "licence.txt", source: readFileSync(path, "utf8") });
    },
  };
}
