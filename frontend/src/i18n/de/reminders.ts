import type { reminders as english } from "../en/reminders";
import type { Translated } from "../entry";

export const reminders: Translated<typeof english> = {
  "more.reminders.body": "An gewählten Tagen, solange das Foto des Tages fehlt",
  "reminders.title": "Erinnerungen",
  "reminders.back": "Mehr",
  "reminders.body":
    "An den Tagen und zu der Zeit, die Sie wählen, wenn Ihr eigenes Foto dieses Tages noch nicht hier ist. Es gibt keine Erinnerung, bis Sie eine anlegen.",
  "reminders.list": "Ihre Erinnerungen",
  "reminders.none": "Es gibt keine Erinnerung.",
  "reminders.new": "Neue Erinnerung",
  "reminders.edit": "Ändern",
  "reminders.edit.of": "Die Erinnerung um {time} ändern",
  "reminders.days": "Tage",
  "reminders.days.every": "Jeden Tag",
  "reminders.time": "Uhrzeit",
  "reminders.views": "Ansichten",
  "reminders.views.hint": "Keine angekreuzt: ein Foto in einer beliebigen Ansicht genügt.",
  "reminders.zone": "Nach der Uhr von {zone}",
  "reminders.zone.use": "Die Uhr dieses Geräts verwenden: {zone}",
  "reminders.off": "Pausiert",
  "reminders.pause": "Pausieren",
  "reminders.pause.of": "Die Erinnerung um {time} pausieren",
  "reminders.resume": "Fortsetzen",
  "reminders.resume.of": "Die Erinnerung um {time} fortsetzen",
  "reminders.delete.of": "Die Erinnerung um {time} löschen",
  "reminders.delete.title": "Diese Erinnerung löschen?",
  "reminders.delete.body":
    "Ein Eintrag, den Sie in einem Kalender gespeichert haben, bleibt dort: Löschen Sie ihn im Kalender.",
  "reminders.problem.days": "Wählen Sie mindestens einen Tag.",
  "reminders.problem.time": "Geben Sie eine Uhrzeit an, etwa 08:00.",
  "reminders.calendar": "Als Kalenderdatei speichern",
  "reminders.calendar.of": "Die Erinnerung um {time} als Kalenderdatei speichern",
  "reminders.calendar.title": "Foto",
  "reminders.calendar.body": "App öffnen und aufnehmen.",

  "push.title": "Auf diesem Gerät",
  "push.without":
    "Ohne einen weiteren Host: Speichern Sie eine Erinnerung als Kalenderdatei. Dann erinnert der Kalender, ob das Foto da ist oder nicht.",
  "push.off": "Dieser Browser erinnert Sie nicht.",
  "push.expected":
    "Eine Erinnerung geht durch den Push-Dienst des Herstellers dieses Browsers. Für diesen Browser ist das voraussichtlich {host}. Wenn Sie fortfahren, bittet der Browser diesen Host um eine Adresse, und Sie sehen den Host noch einmal, bevor dieser Server ihn verwenden darf.",
  "push.unknown":
    "Eine Erinnerung geht durch den Push-Dienst des Herstellers dieses Browsers. Wenn Sie fortfahren, bittet der Browser diesen Host um eine Adresse, und Sie sehen, welcher es ist, bevor dieser Server ihn verwenden darf.",
  "push.learns":
    "Dieser Host erfährt, wann Sie erinnert werden, die Adresse dieses Servers und die Netzadresse dieses Geräts. Er bekommt kein Bild und keinen Namen und kann die Nachricht nicht lesen.",
  "push.ask": "Diesen Browser fragen",
  "push.ask.busy": "Wird gefragt …",
  "push.confirm.title": "{host} kontaktieren?",
  "push.confirm.body":
    "Dieser Server sendet jede Ihrer Erinnerungen an {host}, und von dort kommt sie in diesen Browser.",
  "push.confirm.other": "Das ist nicht der Host, der zu erwarten war ({host}).",
  "push.confirm": "Mit {host} einschalten",
  "push.confirm.no": "Nein, verwerfen",
  "push.on": "Dieser Browser erinnert Sie. Dafür kontaktiert dieser Server {host}.",
  "push.stop": "Ausschalten",
  "push.others": "Andere Browser, die Sie erinnern",
  "push.others.since": "Über {host}, seit {date}",
  "push.others.stop.of": "Den Browser bei {host} ausschalten, seit {date}",
  "push.failing": "Die letzte Erinnerung konnte nicht übergeben werden. Es wird wieder versucht.",
  "push.refused": "Der Browser soll keine Mitteilungen zeigen. Es wurde nichts eingeschaltet.",
  "push.no_answer":
    "Der Push-Dienst antwortet nicht. Es wurde nichts eingeschaltet. Versuchen Sie es später wieder, oder nehmen Sie eine Kalenderdatei.",
  "push.cannot.insecure": "Browser erinnern nur über https. Nehmen Sie stattdessen eine Kalenderdatei.",
  "push.cannot.home_screen":
    "Auf iPhone und iPad können nur Apps auf dem Home-Bildschirm erinnern: Tippen Sie auf Teilen, dann auf Zum Home-Bildschirm, und öffnen Sie die App von dort.",
  "push.cannot.missing": "Dieser Browser kann nicht erinnern. Nehmen Sie stattdessen eine Kalenderdatei.",
  "push.cannot.blocked":
    "Mitteilungen sind für diese Adresse gesperrt. Erlauben Sie sie zuerst in den Einstellungen des Browsers.",
};
