// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "../../src/i18n/en/index.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SRC = join(ROOT, "src");
const HARD_CAP_LINES = 500;

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|svelte|css)$/.test(name) && !/(schema\.d|domain\/vocabulary)\.ts$/.test(name))
  .map((name) => ({ name: name.replaceAll("\\", "/"), text: readFileSync(join(SRC, name), "utf8") }));
const sources = files.filter(({ name }) => !name.endsWith(".test.ts"));
const components = files.filter(({ name }) => name.endsWith(".svelte"));
/** Markup without script, style and comments. */
const markup = (text: string) => text.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, "");
const styles = (text: string) =>
  [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css]) => css ?? "").join("\n");

it("keeps modules short", () => {
  expect(files.filter(({ text }) => text.split("\n").length > HARD_CAP_LINES).map(({ name }) => name)).toEqual([]);
});

describe("the catalogue", () => {
  it("holds every visible word: no component writes letters of its own", () => {
    const own = components.flatMap(({ name, text }) => {
      const words = markup(text)
        .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, "")
        .replace(/<[^>]*>/g, "");
      const attributes = markup(text).match(/\s(?:aria-label|title|alt|placeholder)="[^"{]*[A-Za-z][^"{]*"/g) ?? [];
      const known = attributes.filter((attribute) => !attribute.includes("Secure Hash Algorithm"));
      return [...(/[A-Za-z]{2,}/.test(words) ? [`${name}: ${words.trim().slice(0, 80)}`] : []), ...known];
    });
    expect(own).toEqual([]);
  });

  it("never judges", () => {
    const said = JSON.stringify(en).toLowerCase();
    const words = ["better", "worse", "younger", "improve", "wrinkle", "attractive", "beautiful", "thanks to", "wow"];
    expect(words.filter((word) => said.includes(word))).toEqual([]);
  });

  it("holds no word that nobody says", () => {
    const all = sources.filter(({ name }) => !/^i18n\/\w\w\//.test(name)).map(({ text }) => text);
    const code = all.join("\n");
    // Keys put together from a code (`view.${view}`) count by their beginning.
    const composed = [...code.matchAll(/`([a-zA-Z_]+(?:\.[a-zA-Z_]+)*\.)\$\{/g)].map(([, start]) => start ?? "");
    const unused = Object.keys(en).filter(
      (key) => !code.includes(`"${key}"`) && !composed.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });
});

it("says sides logically, so that a script from right to left mirrors the chrome", () => {
  const physical =
    /(?:margin|padding|border|(?<!area-)inset)-(?:left|right)\b|(?:^|[\s;{])(?:left|right)\s*:|text-align:\s*(?:left|right)/m;
  const css = files.map(({ name, text }) => ({ name, css: name.endsWith(".css") ? text : styles(text) }));
  // The slider's handle stands on a picture, whose sides never mirror.
  const broken = css.filter(({ name, css: rules }) => name !== "ui/CompareSlider.svelte" && physical.test(rules));
  expect(broken.map(({ name }) => name)).toEqual([]);
});

it("keeps to the policy: no inline style, no inline script, no HTML from text", () => {
  const inline = components.filter(({ text }) => /\sstyle="|\{@html|\son\w+="/.test(markup(text)));
  expect(inline.map(({ name }) => name)).toEqual([]);
  const page = readFileSync(join(ROOT, "index.html"), "utf8");
  expect(page).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)/);
});

it("takes limits from the vocabulary only", () => {
  const written = sources.filter(
    ({ name, text }) =>
      name !== "domain/vocabulary.ts" && /62914560|60_?000_?000|100_?000\b|1_?000_?000_?Hz/.test(text),
  );
  // The file-size words count in thousands.
  expect(written.map(({ name }) => name).filter((name) => name !== "i18n/format.ts")).toEqual([]);
});
