import type { importing as english } from "../en/importing";
import type { Translated } from "../entry";

export const importing: Translated<typeof english> = {
  "import.examining": "Wird angesehen",
  "import.looking": "Gesucht werden Datum, Ansicht und Fotos, die schon da sind. Sie müssen nicht darauf warten.",
  "import.date.exif": "Datum aus den Angaben im Foto",
  "import.date.file_name": "Datum aus dem Dateinamen",
  "import.date.last_modified": "Datum der Datei: bitte prüfen",
  "import.viewProposed": "Ansicht nach der Drehung des Kopfes vorgeschlagen",
  "import.twin.here": "Schon da",
  "import.twin.waiting": "Wartet schon",
  "import.twin.chosen": "Zweimal gewählt",
  "import.twins": {
    one: "{count} davon ist schon da. Es wird nicht noch einmal hinzugefügt.",
    other: "{count} davon sind schon da. Sie werden nicht noch einmal hinzugefügt.",
  },
  "import.twins.remove": "Aus der Liste nehmen",
  "import.shared.none": "Die geteilten Fotos sind nicht angekommen. Wählen Sie sie hier.",
};
