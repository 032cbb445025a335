import type { security as english } from "../en/security";
import type { Translated } from "../entry";

export const security: Translated<typeof english> = {
  "security.title": "Anmeldung und Sicherheit",
  "security.back": "Mehr",
  "security.on": "Die Anmeldung fragt nach einem zweiten Faktor.",
  "security.off":
    "Die Anmeldung fragt nur nach Ihrem Passwort. Mit einem zweiten Faktor öffnet ein gestohlenes Passwort allein nichts.",
  "security.needed":
    "{names} verlangt von den Mitgliedern einen zweiten Faktor, bevor sich die Akte eines Kunden öffnet.",
  "security.app": "Authenticator-App",
  "security.app.body": "Eine App auf Ihrem Telefon zeigt jede halbe Minute einen neuen sechsstelligen Code.",
  "security.app.on": "Eingerichtet am {date}.",
  "security.app.start": "App einrichten",
  "security.app.stop": "Ausschalten",
  "security.app.stop.title": "Die Authenticator-App ausschalten?",
  "security.app.stop.body":
    "Die Anmeldung fragt dann nicht mehr nach ihren Codes. Praxen, die einen zweiten Faktor verlangen, schließen ihre Kunden für Sie.",
  "security.app.scan": "Scannen Sie das mit Ihrer Authenticator-App, oder öffnen Sie es auf diesem Gerät.",
  "security.app.qr": "Code zum Scannen mit einer Authenticator-App",
  "security.app.open": "In einer App auf diesem Gerät öffnen",
  "security.app.secret": "Oder tippen Sie diesen Schlüssel in die App",
  "security.app.code": "Code, den die App jetzt zeigt",
  "security.app.confirm": "Einschalten",
  "security.app.confirm.busy": "Wird geprüft …",
  "security.app.others": "Beim Einschalten wird jeder andere Browser abgemeldet.",
  "security.app.done": "Ihre Authenticator-App ist eingerichtet.",
  "security.codes": "Wiederherstellungscodes",
  "security.codes.body":
    "Jeder öffnet Ihr Konto einmal, ohne das Telefon. Drucken Sie sie aus, oder schreiben Sie sie ab.",
  "security.codes.left": {
    one: "{count} von {total} ist unbenutzt.",
    other: "{count} von {total} sind unbenutzt.",
  },
  "security.codes.once":
    "Sie werden jetzt und danach nicht wieder angezeigt. Bewahren Sie sie dort auf, wo Ihr Telefon nicht ist.",
  "security.codes.download": "Als Datei speichern",
  "security.codes.file": "likeness-wiederherstellungscodes.txt",
  "security.codes.kept": "Ich habe sie aufbewahrt",
  "security.codes.new": "Neue Codes erstellen",
  "security.codes.new.title": "Neue Wiederherstellungscodes erstellen?",
  "security.codes.new.body": "Die alten gelten dann nicht mehr.",
  "security.keys": "Passkeys",
  "security.keys.body":
    "Ein Fingerabdruck, das Entsperren mit dem Gesicht oder ein Sicherheitsschlüssel statt eines Codes.",
  "security.keys.cannot":
    "Passkeys brauchen eine https-Adresse mit einem Namen. Diese hat keinen, oder dieser Browser kennt keine Passkeys.",
  "security.keys.name": "Name dieses Passkeys",
  "security.keys.name.hint": "Damit Sie ihn später wiedererkennen: Telefon, Laptop, blauer Schlüssel.",
  "security.keys.add": "Passkey hinzufügen",
  "security.keys.added": "Der Passkey ist hinzugefügt.",
  "security.keys.added.on": "Hinzugefügt am {date}",
  "security.keys.used": "Zuletzt benutzt am {date}",
  "security.keys.closed": "Es wurde kein Passkey erstellt. Sie können es noch einmal versuchen.",
  "security.keys.remove": "Entfernen",
  "security.keys.remove.of": "Passkey {name} entfernen",
  "security.keys.remove.title": "Diesen Passkey entfernen?",
  "security.keys.remove.body": "{name} öffnet dieses Konto dann nicht mehr.",
  "security.browsers": "Wo Sie angemeldet sind",
  "security.browsers.unknown": "Unbekannter Browser",
  "security.browsers.pair": "{browser} auf {system}",
  "security.browsers.here": "dieser Browser",
  "security.browsers.since": "Angemeldet am {date} von {address}",
  "security.browsers.end": "Abmelden",
  "security.browsers.end.of": "{name} abmelden",
  "security.browsers.endAll": "Alle anderen abmelden",
  "security.browsers.ended": "Dort abgemeldet.",

  "again.title": "Noch einmal Ihr Passwort",
  "again.body": "Bevor sich an Ihrer Anmeldung etwas ändert.",
  "again.submit": "Weiter",

  "error.reauthenticate": "Schreiben Sie noch einmal Ihr Passwort.",
  "error.cannot_add_authenticator": "Das lässt sich für dieses Konto jetzt nicht einrichten.",
  "error.reauthentication_required": "Schreiben Sie noch einmal Ihr Passwort.",
};
