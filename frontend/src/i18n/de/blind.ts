import type { blind as english } from "../en/blind";
import type { Translated } from "../entry";

export const blind: Translated<typeof english> = {
  "blind.title": "Blindvergleich",
  "blind.intro":
    "Ein Datum kann einen Dinge sehen lassen. Hier ist das Datum verborgen, und die Seiten sind gemischt: Sie sagen, welches von zwei Fotos das spätere ist. Das Ergebnis kommt am Ende, mit dem, was Raten ergäbe.",
  "blind.start": "Runde beginnen",
  "blind.apart": "Mindestens auseinander",
  "blind.apart.weeks": "{count} Wochen",
  "blind.submit": "Beginnen",
  "blind.starting": "Paare werden gewählt …",
  "blind.pairs":
    "Paare werden nach Datum gewählt und danach, wie vergleichbar die Fotos sind, nie nach dem, was gemessen wurde. Jedes Foto kommt in höchstens einem Paar vor.",
  "blind.tooFew.title": "Dafür braucht es mehr Fotos",
  "blind.tooFew": "Eine Runde braucht Fotos einer Ansicht aus verschiedenen Wochen.",
  "blind.rounds": "Runden",
  "blind.none": "Noch keine Runden.",
  "blind.round": "{view}, {date}",
  "blind.round.open": "{answered} von {count} beantwortet",
  "blind.round.finished": "{right} von {answered}, {unsure} „weiß nicht“",
  "blind.round.ended": "Beendet: Ein Foto daraus wurde gelöscht",
  "blind.goOn": "Weiter",
  "blind.goOnOf": "Weiter mit {name}",
  "blind.look": "Ansehen",
  "blind.lookOf": "{name} ansehen",
  "blind.deleteOf": "{name} löschen",
  "blind.delete": "Runde löschen",
  "blind.delete.title": "Diese Runde löschen?",
  "blind.delete.body": "{name}. Ihre Antworten werden gelöscht; Ihre Fotos bleiben.",
  "blind.leave": "Vorerst verlassen",
  "blind.question": "Welches Foto ist das spätere?",
  "blind.number": "Paar {number} von {count}",
  "blind.photo": "Foto {letter}",
  "blind.pick": "{letter} ist später",
  "blind.cannotTell": "Weiß nicht",
  "blind.ended.title": "Diese Runde ist beendet",
  "blind.ended": "Ein Foto daraus wurde gelöscht, also gibt es kein Ergebnis. Sie können eine andere beginnen.",
  "blind.result": "Ergebnis",
  "blind.result.picked": "Sie haben in {right} von {answered} das spätere Foto gewählt.",
  "blind.result.guessing":
    "Raten ergibt im Mittel {guessing}; zwischen {low} und {high} ist mit diesem Ergebnis vereinbar.",
  "blind.result.nothing": "Sie haben jedes Mal „weiß nicht“ geantwortet, also gibt es keinen Anteil zu nennen.",
  "blind.result.unsure": {
    one: "Bei {count} Paar konnten Sie es nicht sagen.",
    other: "Bei {count} Paaren konnten Sie es nicht sagen.",
  },
  "blind.says.guessing":
    "Raten liegt in diesem Bereich: Diese Runde kann Ihre Antworten nicht vom Zufall unterscheiden.",
  "blind.says.aboveGuessing":
    "Raten liegt nicht in diesem Bereich: An irgendetwas können Sie diese Fotos unterscheiden. Was es ist, Licht und Haare eingeschlossen, können die Antworten nicht sagen.",
  "blind.says.belowGuessing":
    "Raten liegt nicht in diesem Bereich: Etwas in den Fotos führt zum früheren. Was es ist, können die Antworten nicht sagen.",
  "blind.care": {
    one: "{count} Paar war mit Vorsicht zu vergleichen.",
    other: "{count} Paare waren mit Vorsicht zu vergleichen.",
  },
  "blind.pair": "Paar",
  "blind.answer": "Ihre Antwort",
  "blind.dates": "Datum",
  "blind.dates.pair": "A: {a}, B: {b}",
  "blind.outcome.right": "das spätere Foto",
  "blind.outcome.wrong": "das frühere Foto",
  "blind.outcome.cannot_tell": "weiß nicht",
  "blind.picture.changed":
    "Dieses Bild wird neu ausgerichtet. Verlassen Sie die Runde vorerst und kommen Sie darauf zurück.",
  "error.too_few_pairs":
    "So weit auseinander gibt es zu wenige vergleichbare Paare. Wählen Sie weniger Wochen, oder kommen Sie mit mehr Fotos wieder.",
  "error.already_answered": "Dieses Paar wurde schon beantwortet; die erste Antwort zählt.",
  "error.round_ended": "Ein Foto dieser Runde wurde gelöscht, sie ist also ohne Ergebnis beendet.",
};
