import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { FACE_MODEL_ADDRESS, isGuideFile } from "./mediapipe.ts";

/** Built, but not needed to open the app without a network. */
const NOT_SHELL = new Set(["sw.js", "licence.txt"]);

/** Every file below `folder`, as paths from it with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/**
 * Writes the lists of the shell's and of guidance's files, and a version named by the shell's contents, into the built
 * service worker.
 *
 * The worker's source holds the free names `__SHELL_FILES__`, `__GUIDE_FILES__` and `__SHELL_VERSION__`; they are
 * replaced in its chunk, since only the finished bundle knows the hashed names.
 */
export function serviceWorkerShell(publicDir: string): Plugin {
  return {
    name: "likeness-service-worker-shell",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("The bundle holds no sw.js.");
      if (worker.imports.length > 0) {
        throw new Error(`sw.js is a classic script and may import nothing, but imports ${worker.imports.join(", ")}.`);
      }
      const published = filesBelow(publicDir);
      const hash = createHash("sha256").update(worker.code);
      for (const name of Object.keys(bundle).sort()) hash.update(name);
      const page = bundle["index.html"];
      if (page?.type === "asset") hash.update(page.source);
      for (const name of published.sort()) hash.update(readFileSync(join(publicDir, name)));
      const built = Object.keys(bundle).filter((name) => !NOT_SHELL.has(name));
      const files = [...built.filter((name) => !isGuideFile(name)), ...published].map((name) => `/${name}`);
      const guide = [...built.filter(isGuideFile).map((name) => `/${name}`), FACE_MODEL_ADDRESS];
      worker.code = worker.code
        .replaceAll("__SHELL_FILES__", JSON.stringify(files.sort()))
        .replaceAll("__GUIDE_FILES__", JSON.stringify(guide.sort()))
        .replaceAll("__SHELL_VERSION__", JSON.stringify(hash.digest("hex").slice(0, 12)));
    },
    // The server sends `.gz` where a browser takes it: 3.3 MB instead of 11 for what guidance calculates with.
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter(isGuideFile)) {
        const path = join(dir ?? "", name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}
