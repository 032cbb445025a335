import type { account as english } from "../en/account";
import type { Translated } from "../entry";

export const account: Translated<typeof english> = {
  "signUp.title": "Konto anlegen",
  "signUp.submit": "Konto anlegen",
  "signUp.busy": "Das Konto wird angelegt …",
  "signUp.passwordHint": "Mindestens 10 Zeichen. Ein paar Wörter ohne Zusammenhang eignen sich gut.",
  "signUp.toSignIn": "Ich habe ein Konto",
  "signUp.closed.title": "Hier gibt es keine neuen Konten",
  "signUp.closed.body":
    "Wer diesen Server betreibt, hat die Anmeldung neuer Konten geschlossen. Fragen Sie dort nach einem Konto.",

  "forgotten.title": "Passwort vergessen",
  "forgotten.body":
    "Schreiben Sie Ihre E-Mail-Adresse. Gibt es ein Konto dazu, ist ein Link zum Setzen eines neuen Passworts unterwegs.",
  "forgotten.submit": "Link senden",
  "forgotten.busy": "Wird gesendet …",
  "forgotten.sent.title": "Sehen Sie in Ihrer Post nach",
  "forgotten.sent.body":
    "Gibt es ein Konto für {email}, wurde ein Link zum Setzen eines neuen Passworts dorthin gesendet.",
  "forgotten.toSignIn": "Zurück zur Anmeldung",

  "reset.title": "Neues Passwort setzen",
  "reset.new": "Neues Passwort",
  "reset.submit": "Passwort setzen",
  "reset.busy": "Wird gesetzt …",
  "reset.bad.title": "Dieser Link gilt nicht mehr",
  "reset.bad.body": "Er wurde schon benutzt oder ist zu alt. Fordern Sie einen neuen an; Ihr Konto ist unverändert.",
  "reset.bad.next": "Neuen Link anfordern",

  "welcome.title": "Vor dem ersten Foto",
  "welcome.kept":
    "Ihre Fotos liegen auf {host}: Kein anderes Konto kann sie öffnen, doch wer diesen Server betreibt, hat die Dateien.",
  "welcome.aligned":
    "Gesichter werden auf diesem Server gefunden und ausgerichtet, und kein Bild geht an irgendjemand anderen.",
  "welcome.control":
    "Sie können jedes Foto jederzeit herunterladen oder löschen, und mit dem Löschen verschwinden seine Dateien.",
  "welcome.next": "Das erste Foto hinzufügen",
  "welcome.goOn": "Weiter",
  "welcome.later": "Erst umsehen",

  "more.title": "Mehr",
  "more.places": "Weitere Bereiche",
  "more.access.body": "Praxen, denen Sie Einblick geben, was jede darf und wer was getan hat",
  "more.access.body.of": "Praxen mit Einblick, wer was getan hat und die Übergabe der Akte",
  "more.practices.body": "Angaben und Team",
  "more.practices.none": "Für alle, die andere behandeln",
  "more.security.on": "Ein zweiter Faktor ist eingerichtet",
  "more.security.off": "Zweiter Faktor, Passkeys, wo Sie angemeldet sind",
  "more.second": "Eine weitere Akte von Ihnen",
  "more.account": "Konto",
  "more.email": "E-Mail",
  "more.displayName": "Anzeigename",
  "more.displayName.hint": "Wessen Akte das ist. Nur Sie sehen ihn.",
  "more.displayName.saved": "Name gespeichert.",
  "more.password": "Passwort ändern",
  "more.password.current": "Jetziges Passwort",
  "more.password.new": "Neues Passwort",
  "more.password.submit": "Passwort ändern",
  "more.password.done": "Ihr Passwort ist geändert.",
  "more.appearance": "Darstellung",
  "more.language": "Sprache",
  "more.theme": "Farbschema",
  "more.theme.system": "Wie das Gerät",
  "more.theme.light": "Hell",
  "more.theme.dark": "Dunkel",
  "more.signOut": "Abmelden",
  "more.about": "Über Likeness",
  "more.about.does":
    "Likeness behält Ihre Fotos so, wie Sie sie aufgenommen haben, richtet Kopien davon nur durch Drehen, Skalieren und Verschieben aus und zeigt je zwei davon mit ihrem Datum nebeneinander.",
  "more.about.never":
    "Es retuschiert kein Bild, schätzt kein Alter, bewertet kein Gesicht und sagt nie, was eine Veränderung verursacht hat.",
  "more.about.licence":
    "Freie Software unter der GNU Affero General Public License, Version 3 oder später. Version {version}. Der Quelltext steht Ihnen zu: Fragen Sie, wer diesen Server betreibt.",
  "more.about.api": "Beschreibung der API",
  "more.about.licenceText": "Lizenztext",
};
