// Runs before the first paint. Keys and values are those of src/platform/preferences.ts and src/i18n/locale.ts.
(() => {
  const root = document.documentElement;
  const languages = { en: "ltr", de: "ltr", ar: "rtl" };
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch (_unreadable) {
      // Storage can be blocked; the system's choice is used then.
      return null;
    }
  };
  const theme = read("likeness.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const wished = [read("likeness.language"), ...navigator.languages].map((one) =>
    (one ?? "").slice(0, 2).toLowerCase(),
  );
  const language = wished.find((one) => Object.hasOwn(languages, one)) ?? "en";
  root.lang = language;
  root.dir = languages[language];
})();
