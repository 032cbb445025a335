import type { events as english } from "../en/events";
import type { Translated } from "../entry";

export const events: Translated<typeof english> = {
  "event.title.new": "Ereignis notieren",
  "event.title.edit": "Ereignis",
  "event.why":
    "Was sonst geschah, kann eine Veränderung zwischen zwei Fotos erklären. Es wird daneben vermerkt, mehr nicht.",
  "event.kind": "Was es war",
  "event.day": "Datum",
  "event.time": "Uhrzeit",
  "event.weight": "Gewicht",
  "event.weight.unit": "kg",
  "event.notes": "Notizen",
  "event.delete": "Ereignis löschen",
  "event.delete.title": "Dieses Ereignis löschen?",
  "event.delete.body": "Das Ereignis vom {date} wird endgültig gelöscht. Ihre Fotos bleiben unberührt.",

  "words.title": "Notizen und Stichwörter",
  "words.edit": "Notizen und Stichwörter bearbeiten",
  "words.none": "Noch keine Notizen oder Stichwörter.",
  "words.notes": "Notizen",
  "words.tags": "Stichwörter",
  "words.tags.hint": "Durch Kommas getrennt, etwa: Praxis, nach dem Urlaub",
  "words.tags.tooMany": "Höchstens {max} Stichwörter.",
  "words.tags.tooLong": "Höchstens {max} Zeichen je Stichwort.",
  "words.milestone.hint": "Steht oben auf der Zeitachse.",

  "before.title": "Sitzungen vor diesem Foto",
  "before.none": "Vor diesem Foto ist keine Sitzung eingetragen.",
  "before.last": "Die letzte",
  "before.all": "Alle davor",
  "before.now": "unter 1 Std. davor, {modality}",
  "before.hours": { one: "{count} Std. davor, {modality}", other: "{count} Std. davor, {modality}" },
  "before.days": { one: "{count} Tag davor, {modality}", other: "{count} Tage davor, {modality}" },
  "before.minutes": "{minutes} Min. in {sessions}",
  "before.dose": "{dose} µA·min, wo eine Stromstärke eingetragen ist",
};
