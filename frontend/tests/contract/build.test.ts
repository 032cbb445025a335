// @vitest-environment node
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FACE_MODEL_ADDRESS, isGuideFile } from "../../build/mediapipe.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** What may come over the wire before sign-in and the timeline stand; kilobytes of 1000 bytes, gzipped. */
const FIRST_JS_KB = 70;
/** Guidance's worker with MediaPipe in it, loaded when Capture opens and never before; counted apart. */
const GUIDANCE_JS_KB = 90;
/** What it calculates with. */
const GUIDANCE_WASM_KB = 3_400;
/**
 * Of which a visit loads only what it opens: practices, consent and sharing are two fifths of the screens. The service
 * worker is another 8, since it sends what waits with no page open; the camera, its words and guidance's rules are 17.
 */
const ALL_JS_KB = 350;

let folder = "";
const read = (name: string) => readFileSync(join(folder, name));
const names = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => !/\.(gz|br)$/.test(name));
const gzipped = (list: readonly string[]) => list.reduce((sum, name) => sum + gzipSync(read(name)).length, 0) / 1000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "likeness-build-"));
  // As it is shipped: under "test", Svelte's compiler adds what helps developers.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root: ROOT, mode: "production", logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = before;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The page's scripts and everything they import before they run. */
function firstScripts(): string[] {
  const page = read("index.html").toString();
  const wanted = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].flatMap(([, name]) => name ?? []);
  const seen = new Set<string>();
  while (wanted.length > 0) {
    const name = wanted.pop() ?? "";
    if (seen.has(name)) continue;
    seen.add(name);
    const code = read(name).toString();
    for (const [, next] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      if (next) wanted.push(`assets/${next}`);
  }
  return [...seen];
}

describe("the built app", () => {
  it(`needs at most ${FIRST_JS_KB} kB of script before sign-in and the timeline`, () => {
    const first = firstScripts();
    expect(first.length).toBeGreaterThan(0);
    expect(gzipped(first)).toBeLessThan(FIRST_JS_KB);
  });

  it(`is at most ${ALL_JS_KB} kB of script in all`, () => {
    // A visit loads one language at most besides.
    const isCounted = (name: string) => name.endsWith(".js") && !isGuideFile(name) && !/\/words-\w\w-/.test(name);
    const all = names().filter(isCounted);
    expect(all.length).toBeGreaterThan(5);
    expect(gzipped(all)).toBeLessThan(ALL_JS_KB);
  });

  it("is there compressed, script for script and style for style", () => {
    const texts = names().filter((name) => /^assets\/.*\.(js|css)$/.test(name) || name === "sw.js");
    expect(texts.length).toBeGreaterThan(50);
    for (const name of texts) {
      expect(gunzipSync(read(`${name}.gz`)).equals(read(name))).toBe(true);
      expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name))).toBe(true);
    }
  });

  it("loads guidance only where it is opened, from files of its own", () => {
    const guidance = names().filter(isGuideFile);
    expect(guidance.map((name) => name.replace(/-[\w-]{8}\./, ".")).toSorted()).toEqual([
      "assets/guidance-worker.js",
      "assets/vision_wasm_module_internal.wasm",
    ]);
    const [script, wasm] = guidance.toSorted();
    expect(gzipped([script ?? ""])).toBeLessThan(GUIDANCE_JS_KB);
    expect(gzipped([wasm ?? ""])).toBeLessThan(GUIDANCE_WASM_KB);
    for (const name of guidance) {
      expect(gunzipSync(read(`${name}.gz`)).equals(read(name))).toBe(true);
      const first = ["index.html", ...firstScripts()].map((one) => read(one).toString());
      expect(first.some((text) => text.includes(name.replace("assets/", "")))).toBe(false);
    }
    expect(read(script ?? "").toString()).toContain((wasm ?? "").replace("assets/", ""));
    expect(read(script ?? "").toString()).not.toMatch(/node:module|createRequire\b.*import\(/);
  });

  it("holds no inline script or style, and asks no other host", () => {
    const page = read("index.html").toString();
    expect(page).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)/);
    const scripts = names().filter((name) => /\.(js|css|html)$/.test(name));
    // Namespaces and the error pages of Svelte are names, not requests.
    const hosts = scripts.flatMap(
      (name) =>
        read(name)
          .toString()
          .match(/https?:\/\/[\w.-]+/g) ?? [],
    );
    const known = new Set(["http://www.w3.org", "https://svelte.dev", "http://page.invalid"]);
    expect(hosts.filter((host) => !known.has(host))).toEqual([]);
  });
});

describe("the service worker", () => {
  it("keeps the whole shell and nothing else", () => {
    const worker = read("sw.js").toString();
    expect(worker).not.toContain("__SHELL_");
    const list = JSON.parse(/\[("\/[^\]]+")\]/.exec(worker)?.[0] ?? "[]") as string[];
    const shell = names()
      .filter((name) => /\.\w+$/.test(name) && !["sw.js", "licence.txt"].includes(name) && !isGuideFile(name))
      .map((name) => `/${name}`);
    expect(list.toSorted()).toEqual(shell.toSorted());
    expect(list).toContain("/index.html");
    const guide = names()
      .filter(isGuideFile)
      .map((name) => `/${name}`);
    for (const address of [...guide, FACE_MODEL_ADDRESS]) {
      expect(list).not.toContain(address);
      expect(worker).toContain(`"${address}"`);
    }
  });

  it("is a classic script that imports nothing", () => {
    expect(read("sw.js").toString()).not.toMatch(/\bimport\s*[{"'(*]|\bexport\b/);
  });
});

it("can be installed: the manifest's icons are there, each of its size", () => {
  const manifest = JSON.parse(read("manifest.webmanifest").toString()) as {
    start_url: string;
    icons: { src: string; sizes: string; type: string; purpose?: string }[];
  };
  expect(manifest.start_url).toBe("/");
  const png = manifest.icons.filter((icon) => icon.type === "image/png");
  expect(png.map((icon) => icon.sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  expect(png.some((icon) => icon.purpose === "maskable")).toBe(true);
  for (const icon of png) {
    // Width and height stand at bytes 16–23 of a PNG.
    const bytes = read(icon.src.slice(1));
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes);
  }
});

it("keeps the lock free of registry addresses", () => {
  expect(readFileSync(join(ROOT, "package-lock.json"), "utf8")).not.toContain('"resolved"');
});
