import type { record as english } from "../en/record";
import type { Translated } from "../entry";

export const record: Translated<typeof english> = {
  "nav.clients": "Kunden",
  "record.label": "Geöffnete Akte",
  "record.of": "Akte von",
  "record.own": "Ihre eigene Akte",
  "record.unnamed": "ohne Namen",
  "record.close": "Zurück zur eigenen Akte",
  "record.lost": "Die Akte, die Sie geöffnet hatten, steht Ihnen nicht mehr offen. Sie sehen jetzt Ihre eigene.",
  "record.notYours.title": "Nicht Teil Ihres Zugangs",
  "record.notYours.body": "Ihr Zugang zu dieser Akte schließt diese Ansicht nicht ein.",
  "record.notYours.capture": "Fotos aufnehmen",

  "error.other_record": "Das gehört zu einer anderen Akte als der geöffneten. Öffnen Sie zuerst jene Akte.",
  "error.not_allowed":
    "Ihr Zugang schließt das nicht ein. Was jemand anderes hinzugefügt hat, ändert nur, wem die Akte gehört.",
};
