import type { face as english } from "../en/face";
import type { Translated } from "../entry";

export const face: Translated<typeof english> = {
  "view.label": "Ansicht",
  "view.all": "Alle Ansichten",
  "view.frontal": "Von vorn",
  "view.oblique_left": "Halbprofil links",
  "view.oblique_right": "Halbprofil rechts",
  "view.lateral_left": "Profil links",
  "view.lateral_right": "Profil rechts",
  "view.hint": "Links und rechts sind die der Person im Bild. „Links“ zeigt die linke Wange.",

  "modality.microcurrent": "Mikrostrom",
  "modality.myostimulation": "Myostimulation",
  "modality.galvanic": "Galvanik",
  "modality.lymph_drainage": "Lymphdrainage",
  "modality.mesotherapy": "Mesotherapie",
  "modality.other": "Anderes",

  "zone.upper_third": "Oberes Drittel",
  "zone.middle_third": "Mittleres Drittel",
  "zone.lower_third": "Unteres Drittel",
  "zone.forehead": "Stirn",
  "zone.brow_left": "Linke Braue",
  "zone.brow_right": "Rechte Braue",
  "zone.under_eye_left": "Unter dem linken Auge",
  "zone.under_eye_right": "Unter dem rechten Auge",
  "zone.cheek_left": "Linke Wange",
  "zone.cheek_right": "Rechte Wange",
  "zone.mouth": "Mund",
  "zone.jaw_left": "Linker Kiefer",
  "zone.jaw_right": "Rechter Kiefer",
  "zone.neck": "Hals",
};
