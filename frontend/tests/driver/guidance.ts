import { openGuide, watch } from "../../src/platform/guidance";

/** What a test calls from outside; see tests/benchmarks/guidance.py. */
Object.assign(window, { openGuide, watch });
