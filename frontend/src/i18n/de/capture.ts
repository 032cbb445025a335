import type { capture as english } from "../en/capture";
import type { Translated } from "../entry";

export const capture: Translated<typeof english> = {
  "capture.whose": "In die Akte von",
  "capture.uploadFor": {
    one: "{count} Foto von {name} hochladen",
    other: "{count} Fotos von {name} hochladen",
  },
  "capture.ghost": "Bringen Sie das neue Foto mit diesem zur Deckung: Kopf gleich gedreht, Abstand gleich groß.",
  "capture.ghost.alt": "Das Bild zum Ausrichten, {view}",
  "capture.nextClient": "Nächster Kunde",
  "capture.elsewhere": {
    one: "{count} für {names} gewähltes Foto ist noch nicht gespeichert. Es wartet in jener Akte.",
    other: "{count} für {names} gewählte Fotos sind noch nicht gespeichert. Sie warten in jenen Akten.",
  },
  "capture.title": "Fotos hinzufügen",
  "capture.take": "Foto aufnehmen",
  "capture.choose": "Fotos wählen",
  "capture.tip":
    "Für Fotos, die sich vergleichen lassen: gleicher Ort, gleiches Licht, Haare zurück, Gesicht in Ruhe, Kamera auf Augenhöhe.",
  "capture.list": "Gewählte Fotos",
  "capture.upload": { one: "{count} Foto hochladen", other: "{count} Fotos hochladen" },
  "capture.date": "Aufgenommen am",
  "capture.dateAuto": "Leer lassen, um das Datum aus dem Foto zu übernehmen.",
  "capture.remove": "{name} entfernen",
  "capture.noPreview": "Auf diesem Gerät keine Vorschau",
  "capture.step.chosen": "Bereit zum Hochladen",
  "capture.step.refused": "Kann nicht hinzugefügt werden",
  "capture.see": "Foto ansehen",
  "capture.done": "Zur Zeitachse",
  "capture.clear": "Fertige ausblenden",
  "capture.settings": "Ansicht oder Datum ändern",
};
