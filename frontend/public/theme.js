// Runs before the first paint. The key and its values are those of src/platform/preferences.ts.
(() => {
  try {
    const theme = localStorage.getItem("likeness.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_unreadable) {
    // Storage can be blocked; the system's theme is used then.
  }
})();
