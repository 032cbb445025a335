import type { practice as english } from "../en/practice";
import type { Translated } from "../entry";

export const practice: Translated<typeof english> = {
  "practices.title": "Praxen",
  "practices.back": "Mehr",
  "practices.body":
    "Eine Praxis nimmt Fotos ihrer Kunden auf und führt mit ihnen deren Akte. Jeder Kunde entscheidet, was sie sehen darf.",
  "practices.new": "Praxis eröffnen",
  "practices.none.title": "Sie arbeiten hier in keiner Praxis",
  "practices.none.body":
    "Eröffnen Sie eine, wenn Sie Kunden behandeln. Um in einer mitzuarbeiten, bitten Sie deren Inhaber um eine Einladung.",
  "practices.locked": "Verlangt einen zweiten Faktor",
  "practices.settings": "Angaben",
  "practices.team": "Team",

  "role.owner": "Inhaber",
  "role.practitioner": "Fachkraft",
  "role.assistant": "Assistenz",
  "role.reviewer": "Begutachtung",
  "role.owner.what": "Sieht die Akten der Kunden, ergänzt sie, leitet die Praxis und ihr Team.",
  "role.practitioner.what": "Sieht die Akten der Kunden und ergänzt sie.",
  "role.assistant.what": "Nimmt Fotos auf und sieht dabei nur das blasse Bild zum Ausrichten.",
  "role.reviewer.what": "Sieht die Akten der Kunden und fügt nichts hinzu.",

  "practiceKind.clinic": "Klinik",
  "practiceKind.salon": "Studio",
  "practiceKind.solo": "Allein tätig",
  "practiceKind.other": "Anderes",

  "practice.title.new": "Praxis eröffnen",
  "practice.title.edit": "Praxis",
  "practice.named": "Ihre Kunden lesen all das in jeder Einwilligung: Es sagt, wer für ihre Bilder verantwortlich ist.",
  "practice.name": "Name",
  "practice.kind": "Art",
  "practice.address": "Anschrift",
  "practice.contact": "Kontakt für Fragen zum Datenschutz",
  "practice.contact.hint": "Eine E-Mail-Adresse oder Telefonnummer, unter der jemand antwortet.",
  "practice.jurisdiction": "Land, dessen Recht gilt",
  "practice.notice": "Adresse Ihrer Datenschutzhinweise",
  "practice.notice.hint": "Beginnt mit https://",
  "practice.storage": "Wo die Bilder liegen",
  "practice.storage.hint": "So, wie ein Kunde es versteht: auf unserem eigenen Rechner in Berlin.",
  "practice.retention": "Wie lange sie aufbewahrt werden",
  "practice.retention.hint": "Zum Beispiel: bis die Betreuung endet oder die Einwilligung widerrufen wird.",
  "practice.duty": "Ein Gesetz verpflichtet uns, nach dem Ende der Betreuung Kopien aufzubewahren",
  "practice.duty.hint":
    "Lassen Sie das aus, wenn kein Gesetz es verlangt. Endet die Betreuung oder wird eine Einwilligung widerrufen, endet der Zugang der Praxis. Mit einer Pflicht bleibt eine versiegelte Kopie dessen, was die Praxis gemacht hat, für diese Jahre; Kunden sehen das genannte Gesetz, bevor sie zustimmen, und jedes Öffnen der Kopie.",
  "practice.duty.law": "Welches Gesetz",
  "practice.duty.law.hint": "Zum Beispiel: § 630f BGB, Dokumentation der Behandlung.",
  "practice.duty.years": "Für wie viele Jahre",
  "practice.second": "Mitglieder brauchen einen zweiten Faktor",
  "practice.second.hint":
    "Wer keinen hat, erreicht keinen Kunden dieser Praxis, bis einer eingerichtet ist. Ein gestohlenes Passwort öffnet dann nichts.",
  "practice.second.own":
    "Sie haben selbst noch keinen. Richten Sie zuerst einen ein, sonst sind auch Ihre eigenen Kunden für Sie geschlossen.",
  "practice.second.setUp": "Zweiten Faktor einrichten",
  "practice.saved": "Gespeichert.",
  "practice.readOnly": "Nur wem die Praxis gehört, kann das ändern.",
  "practice.code": "Für Kunden, die ein Konto haben",
  "practice.code.body": "Sie scannen das und wählen, was die Praxis darf. Stellen Sie es am Empfang auf.",
  "practice.code.alt": "Code, der einen Kunden zu dieser Praxis führt",
  "practice.code.show": "Code zeigen",

  "team.title": "Team",
  "team.back": "Praxis",
  "team.members": "Mitglieder",
  "team.you": "Sie",
  "team.role": "Rolle von {name}",
  "team.end": "Entfernen",
  "team.end.of": "{name} entfernen",
  "team.end.title": "{name} aus dem Team entfernen?",
  "team.end.body":
    "Vom nächsten Augenblick an ist von dort kein Kunde dieser Praxis mehr erreichbar. Was hinzugefügt wurde, bleibt bei den Kunden.",
  "team.leave": "Praxis verlassen",
  "team.leave.title": "{name} verlassen?",
  "team.leave.body":
    "Sie erreichen dann keinen Kunden der Praxis mehr. Was Sie hinzugefügt haben, bleibt bei den Kunden.",
  "team.invitations": "Offene Einladungen",
  "team.invitation.anyone": "Wer den Link hat",
  "team.invitation.until": "{role} · bis {date}",
  "team.takeBack": "Zurücknehmen",
  "team.takeBack.of": "Einladung für {name} zurücknehmen",
  "team.invite": "Jemanden einladen",
  "team.invite.role": "Rolle",
  "team.invite.email": "E-Mail",
  "team.invite.email.hint":
    "Die Einladung gilt dann nur für diese Adresse und wird dorthin gesendet. Ohne Adresse geben Sie den Link weiter.",
  "team.invite.submit": "Einladung erstellen",
  "team.invite.busy": "Wird erstellt …",
  "team.invite.ready": "Die Einladung ist bereit. Sie gilt einmal, bis {date}.",
  "team.invite.mailed": "Sie wurde auch an {email} gesendet.",
  "team.invite.alt": "Code der Einladung, zum Scannen mit einem Telefon",

  "invitation.title": "Sie sind eingeladen",
  "invitation.body": "{name} lädt Sie zur Mitarbeit ein.",
  "invitation.role": "Ihre Rolle",
  "invitation.until": "Die Einladung gilt einmal, bis {date}.",
  "invitation.accept": "Bei {name} mitarbeiten",
  "invitation.busy": "Wird angenommen …",
  "invitation.notYours":
    "Sie wurde für eine andere E-Mail-Adresse als {email} erstellt. Melden Sie sich mit jenem Konto an, oder bitten Sie um eine neue Einladung.",
  "invitation.bad": "Diese Einladung gibt es nicht. Bitten Sie die Praxis um eine neue.",
  "invitation.later": "Nicht jetzt",

  "error.last_owner": "Eine Praxis behält mindestens einen Inhaber. Machen Sie zuerst jemand anderen dazu.",
  "error.invitation_over":
    "Diese Einladung wurde benutzt, zurückgenommen oder ist zu alt. Bitten Sie die Praxis um eine neue.",
  "error.other_account":
    "Diese Einladung wurde für eine andere E-Mail-Adresse erstellt. Melden Sie sich mit jenem Konto an.",
  "error.duty_without_years":
    "Nennen Sie das Gesetz, das Sie zur Aufbewahrung verpflichtet, und die Zahl der Jahre, oder keines von beiden.",
};
