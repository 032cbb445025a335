import { describe, expect, it } from "vitest";
import * as arFirst from "./ar/first";
import * as arLater from "./ar/later";
import * as deFirst from "./de/first";
import * as deLater from "./de/later";
import { en } from "./en";
import type { Entry } from "./entry";

const TRANSLATIONS: Record<string, Record<string, Entry>> = {
  de: { ...deFirst.first, ...deLater.later },
  ar: { ...arFirst.first, ...arLater.later },
};
const texts = (entry: Entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** A form for one or two may say the number as a word. */
const withoutCount = (list: string[]) => list.filter((one) => one !== "{count}");

describe.each(Object.entries(TRANSLATIONS))("the words in %s", (language, words) => {
  it("are those of the English catalogue, no more and no fewer", () => {
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  it("fill in the same values", () => {
    const differing = Object.entries(en as Record<string, Entry>).flatMap(([key, entry]) => {
      const wanted = withoutCount(placeholders(texts(entry).join(" ")));
      const wrong = texts(words[key] ?? "").filter((text) => withoutCount(placeholders(text)).join() !== wanted.join());
      return wrong.length > 0 ? [`${key}: ${wrong[0]}`] : [];
    });
    expect(differing).toEqual([]);
  });

  it("have every plural form that the language asks of whole numbers", () => {
    const rules = new Intl.PluralRules(language);
    const forms = new Set(Array.from({ length: 130 }, (_, count) => rules.select(count)));
    const missing = Object.entries(words).flatMap(([key, entry]) =>
      typeof entry === "string" ? [] : [...forms].filter((form) => !entry[form]).map((form) => `${key}: ${form}`),
    );
    expect(missing).toEqual([]);
  });

  it("leave nothing in English by mistake", () => {
    const same = Object.entries(en as Record<string, Entry>).filter(
      ([key, entry]) =>
        typeof entry === "string" && /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(entry) && words[key] === entry,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it("never judge", () => {
    const said = JSON.stringify(words).toLowerCase();
    const judging = {
      de: ["besser", "schlechter", "jünger", "verbesser", "attraktiv", "schöner", "dank der", "beweis"],
      ar: ["أفضل", "أسوأ", "أصغر سن", "تحسّن", "تحسن", "أجمل", "جذاب", "يثبت أن", "بفضل"],
    }[language];
    expect(judging?.filter((word) => said.includes(word))).toEqual([]);
  });
});
