import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { FACE_MODEL_ADDRESS, isGuideFile } from "./mediapipe.ts";

/** Built, but not needed to open the app without a network. */
const NOT_SHELL = new Set(["sw.js", "licence.txt"]);

const COMPRESSED = /\.(js|css|wasm|svg|txt)$/;

/** Every file below `folder`, as paths from it with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/** The worker as one classic script. It shares code with the page, which in one build would part it into modules. */
async function bundled(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      target: ["chrome123", "firefox121", "safari17.5"],
      rolldownOptions: { input: entry, output: { format: "iife" } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const [chunk] = output && "output" in output ? output.output : [];
  if (chunk?.type !== "chunk") throw new Error(`${entry} was not built.`);
  return chunk.code;
}

/**
 * Builds the service worker with the lists of the shell's and of guidance's files, and a version named by the shell's
 * contents.
 *
 * The worker's source holds the free names `__SHELL_FILES__`, `__GUIDE_FILES__` and `__SHELL_VERSION__`; they are
 * replaced in what was built, since only the finished bundle of the app knows the hashed names.
 */
export function serviceWorkerShell(entry: string, publicDir: string): Plugin {
  return {
    name: "likeness-service-worker-shell",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const code = await bundled(entry);
      const published = filesBelow(publicDir);
      const hash = createHash("sha256").update(code);
      for (const name of Object.keys(bundle).sort()) hash.update(name);
      const page = bundle["index.html"];
      if (page?.type === "asset") hash.update(page.source);
      for (const name of published.sort()) hash.update(readFileSync(join(publicDir, name)));
      const made = Object.keys(bundle).filter((name) => !NOT_SHELL.has(name));
      const files = [...made.filter((name) => !isGuideFile(name)), ...published].map((name) => `/${name}`);
      const guide = [...made.filter(isGuideFile).map((name) => `/${name}`), FACE_MODEL_ADDRESS];
      const source = code
        .replaceAll("__SHELL_FILES__", JSON.stringify(files.sort()))
        .replaceAll("__GUIDE_FILES__", JSON.stringify(guide.sort()))
        .replaceAll("__SHELL_VERSION__", JSON.stringify(hash.digest("hex").slice(0, 12)));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
    // The server sends what a browser takes: a third of the scripts and styles that a first visit waits for, and 3.3 MB
    // instead of 11 for what guidance calculates with. Over https all take Brotli, which would need a minute for that.
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => COMPRESSED.test(one))) {
        const path = join(dir ?? "", name);
        const content = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
        if (!name.endsWith(".wasm")) writeFileSync(`${path}.br`, brotliCompressSync(content));
      }
    },
  };
}
