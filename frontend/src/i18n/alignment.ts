import { type AgainstBaseline, type Difference, NOTED_DEGREES, NOTED_PERCENT } from "../domain/alignment";
import type { Photo } from "../domain/models";
import { degrees, listText, percent, percentTenths } from "./format";
import { isKey, t } from "./index";

/** How a photo was aligned; empty for one that is not. */
export function methodText(photo: Photo): string {
  const { alignment } = photo;
  if (!alignment) return "";
  if (alignment.method !== "automatic") return t(`alignment.${alignment.method}`);
  if (alignment.refined) return t("alignment.automatic.refined");
  const reason = `refinement.${alignment.refinement_reason}`;
  // The baseline is what others are refined to: that it was not is no shortcoming of it.
  if (photo.is_baseline || !isKey(reason)) return t("alignment.automatic");
  return t("alignment.automatic.because", { reason: t(reason) });
}

/**
 * How far the landmarks of a photo and its baseline lie apart once aligned; empty where that was not measured. The
 * baseline itself has only a mean face to be measured against, and no face is held against that.
 */
export function residualText(photo: Photo, baseline: Photo | null): string {
  const { alignment } = photo;
  if (alignment?.method !== "automatic" || baseline?.alignment?.method !== "automatic") return "";
  return t("alignment.residual", { percent: percentTenths(alignment.residual_iod_percent / 100) });
}

/** Turn, tilt and distance in a sentence or two, with their numbers. */
export function againstText({ differences, turnKnown, distanceKnown }: AgainstBaseline): string {
  const within = { degrees: degrees(NOTED_DEGREES), percent: percent(NOTED_PERCENT / 100) };
  const unknown = [
    ...(turnKnown ? [] : [t("against.turnUnknown")]),
    ...(distanceKnown ? [] : [t("against.distanceUnknown")]),
  ];
  if (differences.length > 0) return [t("against.sentence", { what: sentence(differences) }), ...unknown].join(" ");
  if (turnKnown && distanceKnown) return t("against.alike", within);
  if (turnKnown) return [t("against.turnAlike", within), ...unknown].join(" ");
  if (distanceKnown) return [t("against.distanceAlike", within), ...unknown].join(" ");
  return t("against.unknown");
}

function sentence(differences: readonly Difference[]): string {
  const words = differences.map(({ kind, amount }) =>
    t(`against.${kind}`, { degrees: degrees(amount), percent: percent(amount / 100) }),
  );
  const text = listText(words);
  const ofHead = differences[0]?.kind.startsWith("turned") || differences[0]?.kind.startsWith("tilted");
  return ofHead ? t("against.head", { parts: text }) : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What makes a photo harder to compare. A newer server may know reasons that this catalogue does not. */
export function qualityTexts(reasons: readonly string[]): string[] {
  return reasons.flatMap((reason) => {
    const key = `quality.${reason}`;
    return isKey(key) ? [t(key)] : [];
  });
}
