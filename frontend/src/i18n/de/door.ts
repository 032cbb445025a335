import type { door as english } from "../en/door";
import type { Translated } from "../entry";

export const door: Translated<typeof english> = {
  "signIn.title": "Anmelden",
  "signIn.email": "E-Mail",
  "signIn.password": "Passwort",
  "signIn.submit": "Anmelden",
  "signIn.busy": "Anmeldung läuft …",
  "signIn.forgotten": "Passwort vergessen?",
  "signIn.toSignUp": "Konto anlegen",
  "signIn.lapsed": "Sie wurden abgemeldet. Melden Sie sich an, um dort weiterzumachen; nichts ist verloren.",
  "signIn.resetDone": "Ihr neues Passwort gilt. Melden Sie sich damit an.",
  "cameFor.invitation":
    "Melden Sie sich an oder legen Sie ein Konto an, um die Einladung zur Mitarbeit in einer Praxis zu sehen.",
  "cameFor.claim":
    "Melden Sie sich an oder legen Sie ein Konto an, um die Akte zu übernehmen, die Ihnen übergeben wurde.",
  "cameFor.meetPractice":
    "Melden Sie sich an oder legen Sie ein Konto an, um zu entscheiden, was die Praxis sehen darf.",
  "signIn.showPassword": "Passwort anzeigen",
  "second.title": "Zweiter Schritt",
  "second.body": "Schreiben Sie die sechs Ziffern, die Ihre Authenticator-App jetzt zeigt.",
  "second.code": "Code",
  "second.submit": "Anmelden",
  "second.recovery": "Stattdessen einen Wiederherstellungscode verwenden",
  "second.recovery.body": "Schreiben Sie einen Ihrer Wiederherstellungscodes. Jeder gilt einmal.",
  "second.recovery.code": "Wiederherstellungscode",
  "second.app": "Stattdessen die Authenticator-App verwenden",
  "second.passkey": "Passkey verwenden",
  "second.restart": "Von vorn beginnen",
  "error.incorrect_code": "Dieser Code stimmt nicht oder ist zu alt. Warten Sie auf den nächsten.",
  "error.passkey_failed": "Der Browser konnte hier keinen Passkey verwenden.",
};
