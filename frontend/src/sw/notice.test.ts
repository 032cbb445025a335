import { expect, it } from "vitest";
import { noticeFor, windowFor } from "./notice";

it.each([
  ["en", "Time for today’s photo.", "ltr"],
  ["de", "Zeit für das Foto von heute.", "ltr"],
  ["ar", "حان وقت صورة اليوم.", "rtl"],
])("says it in %s", (language, body, dir) => {
  expect(noticeFor(language)).toEqual({
    title: "Likeness",
    options: { body, dir, lang: language, tag: "reminder", icon: "/icons/icon-192.png" },
  });
});

it.each(["", "fr", "constructor", "__proto__"])("says it in English where it does not know %j", (language) => {
  expect(noticeFor(language).options.lang).toBe("en");
});

it("leads to a window where photos are taken, and disturbs no other", () => {
  const own = "https://likeness.example";
  expect(windowFor([`${own}/sessions/new`, `${own}/capture?view=frontal`])).toBe(1);
  expect(windowFor([`${own}/sessions/new`, `${own}/capture/else`])).toBeNull();
  expect(windowFor([])).toBeNull();
});
