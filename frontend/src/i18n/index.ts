import type { Problem } from "../domain/outbox";
import type { FieldProblem } from "../domain/validation";
import { PHOTO_MAX_BYTES, PHOTO_MAX_PIXELS, PHOTO_MIN_SIDE } from "../domain/vocabulary";
import type { en } from "./en";
import { first } from "./en/first";
import type { Entry } from "./entry";
import { bytes, number } from "./format";
import { LOCALE } from "./locale";

export * from "./format";
export { isLanguage, LANGUAGE, LANGUAGES, type Language } from "./locale";

export type MessageKey = keyof typeof en;
type Params = Record<string, string | number>;

/** The words that are here. Those of screens that are fetched later come with the first of these. */
const words: Partial<Record<MessageKey, Entry>> = { ...first };

/** Adds words; see `load.ts`. */
export function learn(more: Partial<Record<MessageKey, Entry>>): void {
  Object.assign(words, more);
}

const plurals = new Intl.PluralRules(LOCALE);

/** The words for `key`, with `{name}` filled in; `count` chooses the plural form. */
export function t(key: MessageKey, params: Params = {}): string {
  const entry = words[key];
  if (entry === undefined) throw new Error(`The words for ${key} are not here yet.`);
  const count = Number(params.count);
  const text = typeof entry === "string" ? entry : (entry[plurals.select(count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
}

/** Whether the catalogue has words for a code that came from the server. */
export function isKey(key: string): key is MessageKey {
  return Object.hasOwn(words, key);
}

const LIMITS: Params = {
  size: bytes(PHOTO_MAX_BYTES),
  megapixels: PHOTO_MAX_PIXELS / 1_000_000,
  pixels: PHOTO_MIN_SIDE,
};

/** What an error says to a person: the catalogue's words for its code, else the server's own sentence. */
export function problemText(problem: Problem): string {
  const key = `error.${problem.code}`;
  if (isKey(key)) return t(key, LIMITS);
  return problem.message || t("error.unknown");
}

/** Why the server rejected a photo. A newer server may know reasons that this catalogue does not. */
export function rejectionText(rejection: { reason: string; message: string }): string {
  const key = `rejection.${rejection.reason}`;
  return isKey(key) ? t(key) : rejection.message;
}

export function fieldText(problem: FieldProblem | undefined, unit = ""): string {
  if (!problem) return "";
  switch (problem.code) {
    case "out_of_range":
      return t("field.out_of_range", { min: problem.min, max: problem.max, unit });
    case "too_long":
      return t("field.too_long", { max: problem.max });
    default:
      return t(`field.${problem.code}`);
  }
}
