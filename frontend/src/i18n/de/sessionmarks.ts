import type { sessionmarks as english } from "../en/sessionmarks";
import type { Translated } from "../entry";

export const sessionmarks: Translated<typeof english> = {
  "session.modality": "Behandlungsart",
  "session.zones": "Zonen",
  "session.minutesShort": "{value}\u00a0Min.",
  "modality.microcurrent.what":
    "Sehr schwache Ströme, einige zehn bis einige hundert µA, meist zu schwach, um sie zu spüren, und ohne Zucken.",
  "modality.myostimulation.what":
    "Elektrische Muskelstimulation (EMS): stärkere Impulse, bei denen sich ein Muskel zusammenzieht.",
  "modality.galvanic.what":
    "Ein stetiger Gleichstrom durch ein Produkt auf der Haut, auch Desincrustation und Iontophorese.",
  "modality.lymph_drainage.what":
    "Leichte, langsame Striche oder Druck entlang der Lymphbahnen, mit der Hand oder einem Gerät.",
  "modality.mesotherapy.what": "Viele kleine Injektionen in die Haut, von einer Fachkraft ausgeführt.",
  "modality.other.what": "Alles andere, was neben Ihren Fotos stehen soll, etwa Licht, Massage oder Radiofrequenz.",
  "error.wrong_program": "Dieses Programm gehört nicht zu Gerät oder Behandlungsart. Wählen Sie noch einmal.",
  "error.checklist_changed": "Die Liste hat sich geändert. Lesen Sie sie noch einmal und bestätigen Sie sie dann.",
  "error.csv_too_large": "Diese Datei ist größer, als auf einmal angenommen wird. Teilen Sie sie.",
  "error.import_again":
    "Ihre Einträge haben sich geändert, während die Datei gelesen wurde. Nichts wurde gespeichert; importieren Sie die Datei noch einmal.",
  "error.invalid_rows": "Einige Zeilen sind nicht verwendbar. Nichts wurde gespeichert.",
  "field.each_or_none": "Geben Sie für jede gewählte Zone Minuten an, oder für keine.",
};
