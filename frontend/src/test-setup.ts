import { learn } from "./i18n";
import { later } from "./i18n/en/later";

learn(later);

// happy-dom knows no layout; what a component asks of it at mounting must at least exist.
globalThis.scrollTo = () => undefined;
