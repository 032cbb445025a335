import { expect, it } from "vitest";
import { CHECKLIST_VERSION, CONTRAINDICATIONS } from "../domain/vocabulary";
import { t } from ".";

/** What was confirmed under each version. Other words are another version: raise it in ml/vocabulary and add them. */
const CONFIRMED: Record<number, string[]> = {
  1: [
    "Makers of such devices say not to use them with:",
    "a pacemaker or another active implant",
    "epilepsy",
    "pregnancy",
    "cancer that is being treated",
    "thrombosis",
    "metal implants, or fresh fillers or threads, in the zone",
    "open or inflamed skin",
    "fever",
    "Gathered from makers’ leaflets; no advice. What counts is the leaflet of your device.",
  ],
};

it("shows the words of the version that is confirmed", () => {
  const shown = CONTRAINDICATIONS.map((item) => t(`checklist.item.${item}`));
  expect([t("checklist.intro"), ...shown, t("checklist.advice")]).toEqual(CONFIRMED[CHECKLIST_VERSION]);
});
