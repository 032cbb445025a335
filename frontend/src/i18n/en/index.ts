import { first } from "./first";
import { later } from "./later";

/**
 * Every word the app says, in English. `{name}` is filled in; an entry with `one` and `other` is chosen by `count`.
 *
 * Left and right of a face are always the subject's own.
 */
export const en = { ...first, ...later } as const;
