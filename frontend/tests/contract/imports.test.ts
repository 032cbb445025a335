// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const SRC = resolve(import.meta.dirname, "../../src");

/** Which rooms a room may use besides itself. */
const MAY_USE: Record<string, readonly string[]> = {
  screens: ["ui", "state", "domain", "i18n"],
  state: ["api", "platform", "domain"],
  ui: ["domain", "i18n"],
  platform: ["api", "domain"],
  api: ["domain"],
  i18n: ["domain"],
  domain: [],
  sw: ["platform/outbox", "platform/vault", "domain", "i18n/notice"],
};
const PACKAGES: Record<string, readonly string[]> = {
  api: ["openapi-fetch"],
  ui: ["svelte"],
  screens: ["svelte"],
  state: ["svelte"],
  // The mediapipe package runs in a worker that only Capture starts.
  platform: ["idb", "@mediapipe/tasks-vision"],
};

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.(ts|svelte)$/.test(name) && !/\.(test|d)\.ts$/.test(name) && name.includes("/"));

function importsOf(text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|(?<!\/)\bimport)\s*\(?\s*["']([^"']+)["']/g);
  return [...found].flatMap(([, name]) => (name ? [name] : []));
}

function breaches(file: string, text: string): string[] {
  const room = file.split("/")[0] ?? "";
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith(".")) {
      const allowed = (PACKAGES[room] ?? []).some((one) => name === one || name.startsWith(`${one}/`));
      return allowed ? [] : [`${file} uses the package ${name}`];
    }
    const target = relative(SRC, join(SRC, dirname(file), name)).replaceAll("\\", "/");
    const allowed = [room, ...(MAY_USE[room] ?? [])].some((one) => target === one || target.startsWith(`${one}/`));
    return allowed ? [] : [`${file} uses ${target}`];
  });
}

it("knows every room", () => {
  const rooms = new Set(files.map((file) => file.split("/")[0]));
  rooms.delete("styles");
  expect([...rooms].filter((room) => !Object.hasOwn(MAY_USE, room ?? ""))).toEqual([]);
  expect(files.length).toBeGreaterThan(60);
});

it("lets each room use only the rooms below it", () => {
  expect(files.flatMap((file) => breaches(file, readFileSync(join(SRC, file), "utf8")))).toEqual([]);
});

it("would see a breach", () => {
  expect(breaches("domain/x.ts", 'import { t } from "../i18n";')).toHaveLength(1);
  expect(breaches("ui/X.svelte", 'import { client } from "../api/client";')).toHaveLength(1);
  expect(breaches("screens/X.svelte", 'const late = await import("../platform/upload");')).toHaveLength(1);
  expect(breaches("domain/x.ts", 'import { tick } from "svelte";')).toHaveLength(1);
  expect(breaches("ui/X.svelte", 'import Icon from "./Icon.svelte";')).toEqual([]);
});
