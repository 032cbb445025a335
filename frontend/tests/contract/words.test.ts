// @vitest-environment node
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { first } from "../../src/i18n/en/first.ts";
import { later } from "../../src/i18n/en/later.ts";

const SRC = resolve(import.meta.dirname, "../../src");

function located(path: string): string | null {
  const found = [path, `${path}.ts`, join(path, "index.ts")].find((one) => existsSync(one) && statSync(one).isFile());
  return found ?? null;
}

/** All that stands before a screen of `App.svelte`'s second table is fetched, with the dialogs that open on it. */
function firstModules(): Map<string, string> {
  const seen = new Map<string, string>();
  const wanted = [join(SRC, "main.ts")];
  for (let path = wanted.pop(); path; path = wanted.pop()) {
    if (seen.has(path) || /\/i18n\/\w\w\//.test(path)) continue;
    const text = readFileSync(path, "utf8");
    seen.set(path, text);
    const pattern = path.endsWith("/App.svelte") ? /\bfrom\s*"([^"]+)"/g : /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;
    for (const [, name] of text.matchAll(pattern)) {
      const next = name?.startsWith(".") ? located(join(dirname(path), name)) : null;
      if (next) wanted.push(next);
    }
  }
  return seen;
}

/** Keys that a text says, also those put together from a code (`view.${view}`). An error's words are asked for. */
function said(text: string, keys: readonly string[]): string[] {
  const starts = [...text.matchAll(/`([a-zA-Z_]+(?:\.[a-zA-Z_]+)*\.)\$\{/g)].map(([, start]) => start ?? "");
  const composed = starts.filter((start) => start !== "error.");
  return keys.filter((key) => text.includes(`"${key}"`) || composed.some((start) => key.startsWith(start)));
}

it("brings every word that the first screens say with the first file", () => {
  const modules = firstModules();
  expect([...modules.keys()].some((path) => path.endsWith("/Timeline.svelte"))).toBe(true);
  expect([...modules.keys()].some((path) => path.endsWith("/SecondStep.svelte"))).toBe(true);
  expect([...modules.keys()].some((path) => path.endsWith("/Compare.svelte"))).toBe(false);
  const missing = [...modules].flatMap(([path, text]) =>
    said(text, Object.keys(later)).map((key) => `${path.slice(SRC.length)}: ${key}`),
  );
  expect(missing).toEqual([]);
});

it("gives each word one place", () => {
  expect(Object.keys(later).filter((key) => Object.hasOwn(first, key))).toEqual([]);
});

it("would see a word that comes too late", () => {
  expect(said(['t("a.b")', "t(`c.${", "x}`)"].join(""), ["a.b", "c.d", "e.f"])).toEqual(["a.b", "c.d"]);
});
