import type { timelapse as english } from "../en/timelapse";
import type { Translated } from "../entry";

export const timelapse: Translated<typeof english> = {
  "timelapse.title": "Zeitraffer",
  "timelapse.intro":
    "Ihre ausgerichteten Fotos, eines nach dem anderen, mit harten Schnitten: Zwischen zwei Tagen wird nichts überblendet. Unter jedem steht, was mit ihm gemacht wurde und wie viele Fotos es insgesamt gibt.",
  "timelapse.make": "Film machen",
  "timelapse.firstDay": "Von",
  "timelapse.lastDay": "Bis",
  "timelapse.open":
    "Lassen Sie ein Datum leer, um mit Ihrem ersten Foto zu beginnen oder mit Ihrem neuesten zu enden.",
  "timelapse.speed": "Jedes Foto ist zu sehen für",
  "timelapse.speed.seconds": "{seconds} s",
  "timelapse.format": "Art der Datei",
  "timelapse.format.mp4": "Video (MP4)",
  "timelapse.format.webp": "Animation (WebP)",
  "timelapse.size": "Größe",
  "timelapse.size.standard": "{width} × {height}",
  "timelapse.size.large": "{width} × {height}, aus den Originalen; dauert länger",
  "timelapse.dateStamp": "Datum unter jedem Foto",
  "timelapse.sessionMarkers": "Streifen mit Ihren Sitzungen in dieser Zeit",
  "timelapse.comparableOnly": "Fotos weglassen, die mit dem Bezugsfoto nicht vergleichbar sind",
  "timelapse.matchedLight": "Licht angeglichen",
  "timelapse.matchedLight.hint":
    "Belichtung und Weißabgleich jedes ganzen Bildes sind an das Bezugsfoto angeglichen. Die Farben sind nicht wie aufgenommen; jedes Bild sagt das.",
  "timelapse.submit": "Machen",
  "timelapse.submitting": "Wird angefragt …",
  "timelapse.tooFew.title": "Dafür braucht es zwei Fotos",
  "timelapse.tooFew": "Ein Zeitraffer zeigt zwei oder mehr ausgerichtete Fotos einer Ansicht.",
  "timelapse.films": "Filme",
  "timelapse.none": "Noch keine Filme.",
  "timelapse.name": "{view}, {from} – {to}",
  "timelapse.count": "{shown} von {all} Fotos",
  "timelapse.length": "{seconds} s",
  "timelapse.comparable": "Ohne Fotos, die nicht vergleichbar sind",
  "timelapse.queued": "Wartet, bis er an der Reihe ist",
  "timelapse.rendering": "{done} von {count} Fotos",
  "timelapse.progress": "Fortschritt von {name}",
  "timelapse.outdated": "Ein Foto daraus hat sich seither geändert. Machen Sie ihn neu, um das zu zeigen.",
  "timelapse.problem.photo_changed":
    "Ein Foto daraus wird gerade neu ausgerichtet. Machen Sie ihn gleich noch einmal.",
  "timelapse.problem.disk_full": "Auf dem Server ist kein Platz mehr. Ihre Fotos sind unberührt.",
  "timelapse.problem.unexpected":
    "Er konnte nicht gemacht werden. Ihre Fotos sind unberührt. Machen Sie ihn noch einmal.",
  "timelapse.play": "Abspielen",
  "timelapse.playOf": "{name} abspielen",
  "timelapse.stop": "Anhalten",
  "timelapse.save": "Speichern",
  "timelapse.saveOf": "{name} speichern",
  "timelapse.cancel": "Nicht weiter machen",
  "timelapse.deleteOf": "{name} löschen",
  "timelapse.delete.title": "Diesen Film löschen?",
  "timelapse.delete.body": "{name}. Ihre Fotos bleiben.",
  "timelapse.delete": "Film löschen",
  "error.too_few_photos":
    "Zu Ihrer Auswahl passen weniger als zwei ausgerichtete Fotos. Wählen Sie einen längeren Zeitraum.",
  "error.too_many_photos": "Das sind mehr Fotos, als ein Film fasst. Wählen Sie einen kürzeren Zeitraum.",
};
