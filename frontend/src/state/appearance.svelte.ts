import { applyTheme, storedTheme, storeLanguage, storeTheme, THEMES, type Theme } from "../platform/preferences";

export { THEMES, type Theme };

class Appearance {
  theme: Theme = $state(storedTheme());
}

export const appearance = new Appearance();

export function chooseTheme(theme: Theme): void {
  appearance.theme = theme;
  storeTheme(theme);
  applyTheme(theme);
}

/** The page is loaded anew in that language. */
export function chooseLanguage(language: string): void {
  storeLanguage(language);
  location.reload();
}
