import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { licenceText } from "./build/licence.ts";
import { mediapipeLoader } from "./build/mediapipe.ts";
import { serviceWorkerShell } from "./build/service-worker.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here("package.json"), "utf8")) as { version: string };
const backEnd = process.env.LIKENESS_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    svelte(),
    svelteTesting(),
    serviceWorkerShell(here("src/sw/sw.ts"), here("public")),
    licenceText(here("../LICENSE")),
  ],
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    // Relied on below: light-dark(), :has(), <dialog>, dynamic viewport units.
    target: ["chrome123", "firefox121", "safari17.5"],
    // The page's policy allows no data: styles or fonts, and inlined files cannot be counted by the size contract.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { main: here("index.html") },
      output: {
        // A language's words are told from the app's own scripts by their names.
        chunkFileNames: (chunk) => {
          const [, language] = /\/i18n\/(\w\w)\//.exec(chunk.facadeModuleId ?? "") ?? [];
          return language && language !== "en"
            ? `assets/words-${language}-[name]-[hash].js`
            : "assets/[name]-[hash].js";
        },
      },
    },
  },
  worker: { format: "es", plugins: () => [mediapipeLoader()] },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(["/api", "/_allauth", "/admin", "/static", "/models"].map((path) => [path, backEnd])),
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
    // Two cores shared with other work on the machine.
    maxWorkers: 1,
  },
});
