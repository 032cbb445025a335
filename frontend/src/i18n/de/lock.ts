import type { lock as english } from "../en/lock";
import type { Translated } from "../entry";

export const lock: Translated<typeof english> = {
  "more.lock": "App-Sperre",
  "more.lock.on": "Sperrt auf diesem Gerät",
  "more.lock.off": "Eine PIN oder ein Passkey, bevor etwas zu sehen ist",
  "lock.title": "App-Sperre",
  "lock.body":
    "Solange sie gesperrt ist, zeigt die App auf diesem Gerät nichts: kein Bild, keinen Namen, kein Datum. Was auf das Senden wartet und was die Anleitung auf diesem Telefon aufhebt, ist versiegelt und nicht lesbar.",
  "lock.insecure":
    "Eine Sperre braucht eine Adresse, die mit https beginnt. Unter dieser hat der Browser keine Verschlüsselung dafür.",
  "lock.set": "Sperre einrichten",
  "lock.pin": "PIN",
  "lock.pin.new": "Neue PIN",
  "lock.pin.again": "Dieselbe noch einmal",
  "lock.pin.hint": "Mindestens {count} Ziffern oder Buchstaben. Nur dieses Gerät kennt sie.",
  "lock.show": "PIN anzeigen",
  "lock.tooShort": "Mindestens {count} Ziffern oder Buchstaben.",
  "lock.unlike": "Die zwei sind nicht gleich.",
  "lock.setPin": "Mit dieser PIN sperren",
  "lock.setPasskey": "Stattdessen mit einem Passkey sperren",
  "lock.on.pin": "Mit einer PIN gesperrt",
  "lock.on.passkey": "Mit einem Passkey gesperrt",
  "lock.on.done": "Die Sperre ist auf diesem Gerät eingerichtet.",
  "lock.now": "Jetzt sperren",
  "lock.off": "Sperre aufheben",
  "lock.off.done": "Die Sperre ist aufgehoben.",
  "lock.after": "Sperrt, wenn außer Sicht seit",
  "lock.after.15": "15 Sekunden",
  "lock.after.60": "1 Minute",
  "lock.after.300": "5 Minuten",
  "lock.cannot.title": "Was sie nicht kann",
  "lock.cannot.session":
    "Die Sperre gilt auf diesem Gerät. Das Konto bleibt hier und auf anderen Geräten angemeldet; wer die Entwicklerwerkzeuge dieses Browsers bedienen kann, könnte den Server fragen. Um das zu beenden, melden Sie sich ab.",
  "lock.cannot.forgotten":
    "Eine vergessene PIN lässt sich nicht herausfinden. Sie können sich mit Ihrem Passwort wieder anmelden, doch was bis dahin nicht gesendet war, ist verloren.",
  "lock.shut.title": "Gesperrt",
  "lock.open": "Entsperren",
  "lock.opening": "Einen Moment …",
  "lock.openByPasskey": "Mit dem Passkey entsperren",
  "lock.wrong": "Das ist nicht die PIN.",
  "lock.later": "Zu viele falsche PINs. Versuchen Sie es um {time} wieder. Nichts ist verloren.",
  "lock.noSecret": "Dieser Passkey eignet sich nicht für eine Sperre. Verwenden Sie eine PIN.",
  "lock.forgotten": "Ich kann sie nicht entsperren",
  "lock.forgotten.title": "Abmelden und Sperre entfernen?",
  "lock.forgotten.nothing": "Alles liegt auf dem Server. Sie melden sich mit Ihrem Passwort wieder an.",
  "lock.forgotten.body": {
    one: "{count} Foto oder Sitzung wurde noch nicht gesendet und ist endgültig verloren: Nur die Sperre öffnet es. Danach melden Sie sich mit Ihrem Passwort wieder an.",
    other:
      "{count} Fotos und Sitzungen wurden noch nicht gesendet und sind endgültig verloren: Nur die Sperre öffnet sie. Danach melden Sie sich mit Ihrem Passwort wieder an.",
  },
  "lock.forgotten.label": "Abmelden und entfernen",
};
