import type { outbox as english, outboxFirst as englishFirst } from "../en/outbox";
import type { Translated } from "../entry";

export const outboxFirst: Translated<typeof englishFirst> = {
  "outbox.band.photos": {
    one: "{count} Foto wartet auf diesem Telefon.",
    other: "{count} Fotos warten auf diesem Telefon.",
  },
  "outbox.band.sessions": {
    one: "{count} Sitzung wartet auf diesem Telefon.",
    other: "{count} Sitzungen warten auf diesem Telefon.",
  },
  "outbox.band.both": {
    one: "{count} Foto oder Sitzung wartet auf diesem Telefon.",
    other: "{count} Fotos und Sitzungen warten auf diesem Telefon.",
  },
  "outbox.band.refused": {
    one: "{count} Foto oder Sitzung konnte nicht gesendet werden.",
    other: "{count} Fotos und Sitzungen konnten nicht gesendet werden.",
  },
  "outbox.band.look": "Ansehen, was wartet",
  "outbox.signIn": {
    one: "{count} Foto oder Sitzung wartet auf diesem Telefon. Gesendet wird, wenn sich das Konto anmeldet, von dem es stammt.",
    other:
      "{count} Fotos und Sitzungen warten auf diesem Telefon. Gesendet wird, wenn sich das Konto anmeldet, von dem sie stammen.",
  },
  "outbox.offline.body":
    "Dafür wird der Server gebraucht. Solange können Sie Fotos aufnehmen und Sitzungen eintragen: Sie warten auf diesem Telefon und werden von selbst gesendet.",
  "outbox.offline.session": "Sitzung eintragen",
  "outbox.sessions.title": "Noch nicht gesendet",
  "outbox.sessions.body": "Auf diesem Telefon aufgehoben und gesendet, sobald der Server erreichbar ist.",
  "error.other_bytes":
    "Die Kopie auf dem Server ist nicht dieselbe wie diese. Sie bleibt auf diesem Telefon: Speichern Sie sie und fügen Sie sie neu hinzu.",
  "error.file_unreadable": "Diese Datei lässt sich nicht mehr lesen. Wählen Sie sie noch einmal.",
};

export const outbox: Translated<typeof english> = {
  "outbox.title": "Wartet auf diesem Telefon",
  "outbox.body":
    "Nichts verlässt diese Liste, bevor der Server bestätigt hat, dass er genau dieselbe Datei hat. Was wartet, wird von selbst gesendet.",
  "outbox.empty.title": "Nichts wartet",
  "outbox.empty.body": "Alle Ihre Fotos und Sitzungen, die auf diesem Telefon entstanden sind, liegen auf dem Server.",
  "outbox.list": "Was wartet",
  "outbox.sendNow": "Jetzt senden",
  "outbox.waits.retry": "Der Server ist gerade nicht erreichbar. Es wird von selbst wieder versucht.",
  "outbox.waits.offline": "Dieses Telefon ist offline. Alles geht weiter, sobald es wieder verbunden ist.",
  "outbox.waits.sign_in": "Melden Sie sich wieder an, dann geht alles weiter.",
  "outbox.waits.unlock": {
    one: "{count} Foto oder Sitzung wartet hinter der Sperre. Entsperren Sie die App, dann geht es weiter.",
    other: "{count} Fotos und Sitzungen warten hinter der Sperre. Entsperren Sie die App, dann geht es weiter.",
  },
  "outbox.low":
    "Dieses Telefon hat wenig Platz. Lassen Sie die App offen, bis alles gesendet ist, oder schaffen Sie Platz.",
  "outbox.unkept":
    "Dieses Telefon hat keinen Platz dafür: Mit dem Schließen dieser Seite ist es verloren. Speichern Sie es, oder warten Sie, bis es gesendet ist.",
  "outbox.step.waiting": "Wartet",
  "outbox.step.retry": "Wartet, wird wieder versucht",
  "outbox.step.sign_in": "Wartet, bis Sie sich wieder anmelden",
  "outbox.step.sending": "Wird gesendet",
  "outbox.step.sendingShare": "Wird gesendet, {percent}",
  "outbox.step.confirmed": "Gespeichert",
  "outbox.step.already_here": "Schon da",
  "outbox.step.already_here.body": "Dieses Foto war schon hinzugefügt. Nichts ist doppelt.",
  "outbox.step.refused": "Nicht gesendet",
  "outbox.progress": "{name} wird gesendet",
  "outbox.into": "In die Akte von {name}",
  "outbox.yours": "In Ihre eigene Akte",
  "outbox.save": "Datei speichern",
  "outbox.saveOf": "Datei {name} speichern",
  "outbox.again": "{name} noch einmal versuchen",
  "outbox.delete": "{name} von diesem Telefon löschen",
  "outbox.delete.title": "Von diesem Telefon löschen?",
  "outbox.delete.photo": "Der Server hat dieses Foto nicht. Einmal gelöscht, kann es niemand zurückholen.",
  "outbox.delete.session": "Der Server hat diese Sitzung nicht. Einmal gelöscht, kann sie niemand zurückholen.",
  "outbox.delete.label": "Von diesem Telefon löschen",
  "outbox.underWay": {
    one: "{count} Foto ist unterwegs. Es bleibt auf diesem Telefon, bis der Server es hat.",
    other: "{count} Fotos sind unterwegs. Sie bleiben auf diesem Telefon, bis der Server sie hat.",
  },

  "outbox.leave.title": "Noch ist nicht alles gesendet",
  "outbox.leave.body": {
    one: "{count} Foto oder Sitzung ist bisher nur auf diesem Telefon.",
    other: "{count} Fotos und Sitzungen sind bisher nur auf diesem Telefon.",
  },
  "outbox.leave.send": "Jetzt senden, dann abmelden",
  "outbox.leave.sending": "Wird gesendet …",
  "outbox.leave.notSent":
    "Nicht alles ließ sich senden. Behalten Sie es auf diesem Telefon, oder sehen Sie nach, was wartet.",
  "outbox.leave.keep": "Hier behalten und abmelden",
  "outbox.leave.keep.body":
    "Gesendet wird, wenn sich dieses Konto auf diesem Telefon wieder anmeldet. Kein anderes Konto sieht es.",
  "outbox.leave.delete": "Löschen und abmelden",
  "outbox.leave.delete.body": "Was nicht gesendet wurde, ist dann verloren.",
  "outbox.leave.deleteSure": "Ja, löschen, was nicht gesendet wurde",
};
