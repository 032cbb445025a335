import { learn } from "./index";
import { LANGUAGE, type Language } from "./locale";

type Words = Parameters<typeof learn>[0];
type Catalogue = Record<"first" | "later", () => Promise<Words>>;

/** English's first words are in the first file; the words of other languages come before anything is shown. */
const TRANSLATIONS: Record<Exclude<Language, "en">, Catalogue> = {
  de: {
    first: async () => (await import("./de/first")).first,
    later: async () => (await import("./de/later")).later,
  },
  ar: {
    first: async () => (await import("./ar/first")).first,
    later: async () => (await import("./ar/later")).later,
  },
};

export async function loadFirstWords(): Promise<void> {
  if (LANGUAGE !== "en") learn(await TRANSLATIONS[LANGUAGE].first());
}

/** The words that no screen of the first file says. */
export async function loadLaterWords(): Promise<void> {
  learn(LANGUAGE === "en" ? (await import("./en/later")).later : await TRANSLATIONS[LANGUAGE].later());
}
