import { later } from "./en/later";
import { learn } from "./index";

learn(later);
