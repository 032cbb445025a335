import type { photostates as english } from "../en/photostates";
import type { Translated } from "../entry";

export const photostates: Translated<typeof english> = {
  "state.received": "Wird ausgerichtet",
  "state.aligned": "Ausgerichtet",
  "state.rejected": "Nicht ausgerichtet",
  "state.failed": "Ausrichten fehlgeschlagen",
  "state.received.body": "Das Foto ist gespeichert. Es wird ausgerichtet; das dauert einen Moment.",
  "state.slow": "Das dauert länger als sonst. Das Foto ist gespeichert.",
  "state.failed.body": "Auf dem Server ist beim Ausrichten etwas schiefgegangen. Das Foto ist gespeichert.",
  "rejection.unreadable": "Die Datei ist beschädigt und lässt sich nicht öffnen.",
  "rejection.no_face": "Auf diesem Foto wurde kein Gesicht gefunden.",
  "rejection.several_faces": "Auf diesem Foto ist mehr als ein Gesicht.",
  "rejection.face_too_small": "Das Gesicht ist zu klein, um es gut auszurichten. Gehen Sie näher an die Kamera.",
  "rejection.face_cut_off": "Ein Teil des Gesichts liegt außerhalb des Bildes.",
  "rejection.degenerate_landmarks": "Das Gesicht ließ sich nicht genau genug vermessen, um es auszurichten.",
  "rejection.kept": "Das Foto bleibt, wie es ist.",
  "photo.name": "{date}, {view}, {state}",
  "photo.baseline": "Bezugsfoto",
  "photo.simulated": "Simuliert",
  "photo.mirrored": "Entspiegelt gezeigt",
  "photo.title": "Foto vom {date}",
  "photo.noPicture": "Das Bild konnte nicht geladen werden.",
  "photo.retake": "Neu aufnehmen",
  "photo.delete": "Foto löschen",
  "photo.delete.title": "Dieses Foto löschen?",
  "photo.delete.body":
    "Das Foto vom {date} und seine Datei werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.",
  "faces.ask": "Gesicht wählen",
};
