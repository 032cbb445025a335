/** A text, or one for each plural form that the language has; `count` chooses. `{name}` is filled in. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Entry = string | Plural;

/** A translation has the English catalogue's keys, no more and no fewer, and plurals where English has them. */
export type Translated<English> = { [Key in keyof English]: English[Key] extends string ? string : Plural };
