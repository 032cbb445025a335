import type { measures as english } from "../en/measures";
import type { Translated } from "../entry";

export const measures: Translated<typeof english> = {
  "measure.brow_height_left": "Höhe der linken Braue",
  "measure.brow_height_left.what":
    "Wie weit die Mittellinie Ihrer linken Braue über der Mitte zwischen den Winkeln desselben Auges liegt.",
  "measure.brow_height_right": "Höhe der rechten Braue",
  "measure.brow_height_right.what":
    "Wie weit die Mittellinie Ihrer rechten Braue über der Mitte zwischen den Winkeln desselben Auges liegt.",
  "measure.eye_opening_left": "Öffnung des linken Auges",
  "measure.eye_opening_left.what":
    "Zwischen den Kanten von Ober- und Unterlid Ihres linken Auges, Mittel aus drei Stellen um die Pupille.",
  "measure.eye_opening_right": "Öffnung des rechten Auges",
  "measure.eye_opening_right.what":
    "Zwischen den Kanten von Ober- und Unterlid Ihres rechten Auges, Mittel aus drei Stellen um die Pupille.",
  "measure.mouth_corner_left": "Linker Mundwinkel",
  "measure.mouth_corner_left.what":
    "Wie weit Ihr linker Mundwinkel unter der Linie durch die Mitten der Augen liegt. Mehr ist tiefer.",
  "measure.mouth_corner_right": "Rechter Mundwinkel",
  "measure.mouth_corner_right.what":
    "Wie weit Ihr rechter Mundwinkel unter der Linie durch die Mitten der Augen liegt. Mehr ist tiefer.",
  "measure.jaw_angle_left": "Winkel der linken Kieferlinie",
  "measure.jaw_angle_left.what":
    "Neigung der Unterkante Ihres linken Kiefers gegen die Linie der Augen. 0° ist waagerecht, mehr ist steiler.",
  "measure.jaw_angle_right": "Winkel der rechten Kieferlinie",
  "measure.jaw_angle_right.what":
    "Neigung der Unterkante Ihres rechten Kiefers gegen die Linie der Augen. 0° ist waagerecht, mehr ist steiler.",
  "measure.lower_third": "Unteres Drittel",
  "measure.lower_third.what": "Von der Nasenbasis bis zum tiefsten Punkt des Kinns.",
  "measure.face_width": "Gesichtsbreite",
  "measure.face_width.what":
    "Quer über den Gesichtsumriss, Mittel aus drei festen Höhen: Nasenbasis, Mund und unter dem Mund.",
  "measure.symmetry": "Unterschied der Seiten",
  "measure.symmetry.what":
    "Mittlerer Abstand zwischen Punkten der einen Seite und ihren Gegenstücken der anderen, an der Mittellinie gespiegelt. 0 wäre ein Spiegelbild; kein Gesicht ist eines.",
  "measure.under_eye_darkness_left": "Dunkelheit unter dem linken Auge",
  "measure.under_eye_darkness_left.what":
    "Licht auf Ihrer linken Wange gegen das Licht unter dem Auge, in Zweierpotenzen. 0 ist gleich hell.",
  "measure.under_eye_darkness_right": "Dunkelheit unter dem rechten Auge",
  "measure.under_eye_darkness_right.what":
    "Licht auf Ihrer rechten Wange gegen das Licht unter dem Auge, in Zweierpotenzen. 0 ist gleich hell.",
  "measure.forehead_lines": "Kontrast der Stirnlinien",
  "measure.forehead_lines.what": "Wie stark die Helligkeit in feinen Linien auf der Stirn schwankt, gegen die Wangen.",

  "measure.source.farkas": "Nach Farkas 1994 und Strauss et al. 2012, Fotogrammetrie des Gesichts.",
  "measure.source.powell": "Nach Powell und Humphreys 1984.",
  "measure.source.own": "Für diese App festgelegt.",
  "measure.unit.mm":
    "Millimeter nach der Iris, die bei Erwachsenen 11,7\u00a0±\u00a00,5\u00a0mm breit ist: Die Größe selbst ist auf etwa 4\u00a0% bekannt, eine Veränderung zwischen Ihren eigenen Fotos wird davon nicht unschärfer.",
  "measure.unit.degree": "Grad, in der Haltung Ihres Bezugsfotos.",
  "measure.unit.ratio": "Eine reine Zahl.",
  "measure.notVerified": "Nicht geprüft",
  "measure.notVerified.body": "Nicht geprüft: Wie weit es schwankt, wurde an echten Fotos dieser Art nicht gemessen.",

  "measures.title": "Messwerte",
  "measures.intro":
    "Stellen in Ihrem Gesicht, gemessen in ausgerichteten Fotos. Links und rechts sind die der Person im Bild.",
  "measures.empty.title": "Noch ist nichts gemessen",
  "measures.empty.body":
    "Fügen Sie ein Foto dieser Ansicht hinzu: Es wird gemessen, sobald es ausgerichtet ist. Drei Fotos innerhalb von {minutes} Minuten sind eine Fotoreihe, und einige Fotoreihen an verschiedenen Tagen sagen, wie weit Ihre eigenen Fotos schwanken.",
  "measures.pending": {
    one: "{count} Foto wird noch gemessen. Laden Sie gleich noch einmal.",
    other: "{count} Fotos werden noch gemessen. Laden Sie gleich noch einmal.",
  },
  "measures.reload": "Noch einmal laden",
  "measures.empty.measure": "Noch kein Foto dieser Ansicht zeigt das.",
  "measures.open": "{measure} öffnen",
  "measures.openShort": "Öffnen",
  "measures.all": "Alle Messwerte",
  "measures.definition": "Was gemessen wird",
  "measures.drawing": "Zeichnung eines neutralen Gesichts mit der Stelle, die gemessen wird: {measure}",
  "measures.sideView":
    "Die Messwerte sind für Fotos von vorn festgelegt. In anderen Ansichten sind sie nicht geprüft, und im Profil wird nichts gemessen.",

  "floor.personal": "Ihre eigene Schwankung von Foto zu Foto ist ±\u00a0{amount}, aus {count} Fotoreihen.",
  "floor.typical":
    "Die typische Schwankung von Foto zu Foto bei anderen Menschen ist ±\u00a0{amount}. Ab {needed} Fotoreihen sagen Ihre eigenen Fotos Ihre; bisher {count}.",
  "floor.corrected": {
    one: "Ein Messwert wird betrachtet.",
    other: "{count} Messwerte werden zusammen betrachtet, und die Schwelle für jeden liegt deshalb höher.",
  },
  "trend.none": "Noch kein Trend: Dafür braucht es Fotos von mehr Tagen.",
  "trend.within":
    "Entlang der Linie durch Ihre Fotos: {amount} in 30 Tagen, zwischen {low} und {high}. Dieser Bereich schließt „keine Veränderung“ ein.",
  "trend.exceeds":
    "Entlang der Linie durch Ihre Fotos: {amount} in 30 Tagen, zwischen {low} und {high}. Warum, können die Fotos nicht sagen.",

  "change.personal.within":
    "{measure}: {amount}. Ihre eigene Schwankung von Foto zu Foto ist ±\u00a0{mdc}, also ist es vielleicht nichts.",
  "change.typical.within":
    "{measure}: {amount}. Die typische Schwankung von Foto zu Foto ist ±\u00a0{mdc}, also ist es vielleicht nichts.",
  "change.personal.exceeds":
    "{measure}: {amount}, mehr als Ihre übliche Schwankung von ±\u00a0{mdc}. Warum, können die Fotos nicht sagen.",
  "change.typical.exceeds":
    "{measure}: {amount}, mehr als die typische Schwankung von ±\u00a0{mdc}. Warum, können die Fotos nicht sagen.",
  "change.notVerified": "{measure}: {amount}. Dieser Messwert sagt nichts über eine Veränderung.",
  "change.means": "Mittel aus {before} und {after} Fotos der zwei Fotoreihen.",
  "changes.title": "Was gemessen wurde",
  "changes.summary.none": {
    one: "Ein Messwert wird verglichen. Er liegt innerhalb seiner Schwankung von Foto zu Foto.",
    other: "{count} Messwerte werden verglichen. Alle liegen innerhalb ihrer Schwankung von Foto zu Foto.",
  },
  "changes.summary.some": {
    one: "Einer von {total} Messwerten unterscheidet sich um mehr als seine Schwankung von Foto zu Foto.",
    other: "{count} von {total} Messwerten unterscheiden sich um mehr als ihre Schwankung von Foto zu Foto.",
  },
  "changes.summary.notVerified":
    "Verglichen werden nur Messwerte, die nicht geprüft sind. Sie sagen nichts über eine Veränderung.",
  "changes.summary.nothing": "Kein Messwert dieser zwei Fotos lässt sich vergleichen.",
  "changes.oneSitting": "Beide Fotos sind aus einer Fotoreihe: Das zeigt, wie weit Fotos schwanken, keine Veränderung.",
  "changes.corrected":
    "{count} Messwerte werden zusammen betrachtet. Die Schwelle für jeden ist so hoch gesetzt, dass ohne jede Veränderung höchstens eines von zwanzig Paaren irgendeine davon überschreiten sollte.",
  "changes.typical":
    "„Typisch“ ist, wie weit die Fotos anderer Menschen schwanken. Ihre eigenen Fotoreihen sagen Ihre eigene Schwankung.",
  "changes.all": "Alle Messwerte",
  "changes.column.measure": "Messwert",
  "changes.column.change": "Veränderung",
  "changes.column.variation": "Schwankung",
  "changes.within": "innerhalb",
  "changes.exceeds": "mehr",
  "changes.left_out.expression": "Weggelassen, weil der Ausdruck sich unterscheidet: {list}.",
  "changes.left_out.expression_unknown": "Weggelassen, weil der Ausdruck eines Fotos nicht bekannt ist: {list}.",
  "changes.left_out.not_measured": "Weggelassen, weil ein Foto es nicht zeigt: {list}.",
  "changes.sameDay.before":
    "Das erste Foto wurde {hours} Std. nach einer Sitzung aufgenommen. Was so bald zu sehen ist, kann binnen eines Tages vergehen.",
  "changes.sameDay.after":
    "Das zweite Foto wurde {hours} Std. nach einer Sitzung aufgenommen. Was so bald zu sehen ist, kann binnen eines Tages vergehen.",

  "chart.label": "{measure}, {count} Fotos vom {from} bis {to}",
  "chart.label.events": { one: "{label}, mit {count} Ereignis", other: "{label}, mit {count} Ereignissen" },
  "chart.numbers": "Die Zahlen des Diagramms",
  "chart.column.date": "Datum",
  "chart.column.value": "Wert",
  "chart.column.photos": "Fotos",
  "chart.state.counted": "",
  "chart.state.same_day": "weniger als {hours} Std. nach einer Sitzung",
  "chart.state.expression": "anderer Ausdruck",
  "chart.legend.band": "Schattiert: innerhalb der Schwankung um Ihr Bezugsfoto",
  "chart.legend.counted": "Ein Foto",
  "chart.legend.sameDay": "Ein Foto weniger als {hours} Std. nach einer Sitzung",
  "chart.legend.expression": "Ein Foto mit anderem Ausdruck",
  "chart.legend.sessions": "Eine Sitzung",
  "chart.legend.events": "Was sonst geschah, wie notiert",
  "chart.sameDayCounts": "Auch Fotos weniger als {hours} Std. nach einer Sitzung zählen",
  "chart.showAll": "Alle {count} zeigen",

  "sittings.title": "Fotoreihen",
  "sittings.body":
    "Eine Fotoreihe sind mehrere Fotos einer Ansicht innerhalb von {minutes} Minuten. Sie sagen, wie weit Fotos schwanken, wenn sich nichts verändert hat. Geht die Uhr falsch, sagen Sie es selbst.",
  "sittings.empty":
    "Noch kein Tag hat mehr als ein Foto dieser Ansicht. Nehmen Sie drei hintereinander auf, an mehreren Tagen.",
  "sittings.one": "{photos} Fotos, eine Fotoreihe",
  "sittings.several": "{photos} Fotos, {count} Fotoreihen",
  "sittings.join": "Zu einer Fotoreihe verbinden",
  "sittings.apart": "Trennen",
  "sittings.clock": "Der Uhr überlassen",
  "sittings.joinDay": "Die Fotos vom {date} zu einer Fotoreihe verbinden",
  "sittings.apartDay": "Die Fotoreihe vom {date} trennen",
  "sittings.clockDay": "Die Fotoreihe vom {date} der Uhr überlassen",

  "more.measures": "Messwerte",
  "more.measures.body": "Stellen im Gesicht in Zahlen, jede mit ihrer Schwankung von Foto zu Foto.",
};
