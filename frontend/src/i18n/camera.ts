import type { Guidance, Hint } from "../domain/guidance";
import { isKey, t } from "./index";

/** One instruction in words. */
export function hintText(hint: Hint): string {
  const graded = `hint.${hint.code}.${hint.amount}`;
  if (isKey(graded)) return t(graded);
  const plain = `hint.${hint.code}`;
  return isKey(plain) ? t(plain) : "";
}

/** What is known when an instruction is wanted. */
export interface Situation {
  guide: "loading" | "here" | "missing";
  guidance: Guidance | null;
  /** There is a baseline to line up with. */
  hasBaseline: boolean;
  /** The shutter falls by itself. */
  auto: boolean;
}

/** The one thing to do now. */
export function instruction({ guide, guidance, hasBaseline, auto }: Situation): string {
  if (guide === "loading") return t("camera.guide.loading");
  if (guide === "missing") return t(hasBaseline ? "camera.guide.missing" : "camera.guide.missing.first");
  if (guidance === null) return "";
  const [hint] = guidance.hints;
  if (hint && guidance.level !== "good") return hintText(hint);
  if (!hasBaseline) return t("camera.guide.first");
  return t(auto ? "camera.guide.hold" : "camera.guide.press");
}
