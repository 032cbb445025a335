/** The languages of the catalogue, each named in itself. */
export const LANGUAGES = { en: "English", de: "Deutsch", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

/** As public/first-paint.js has set it on the page; a change of language loads the page anew. */
const page = globalThis.document?.documentElement;
export const LANGUAGE: Language = page && isLanguage(page.lang) ? page.lang : "en";
export const RIGHT_TO_LEFT = LANGUAGE === "ar";

/**
 * British English writes dates as the product does: 12 March 2026. Arabic is written with the figures of the devices
 * and of the exported tables, so that a number is one and the same everywhere.
 */
export const LOCALE = { en: "en-GB", de: "de", ar: "ar-u-nu-latn" }[LANGUAGE];
