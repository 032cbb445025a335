import "./i18n/later";

// happy-dom knows no layout; what a component asks of it at mounting must at least exist.
globalThis.scrollTo = () => undefined;
