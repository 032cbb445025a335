import type { eventkinds as english } from "../en/eventkinds";
import type { Translated } from "../entry";

export const eventkinds: Translated<typeof english> = {
  "event.kind.filler": "Filler",
  "event.kind.botulinum": "Botulinumtoxin",
  "event.kind.thread_lift": "Fadenlifting",
  "event.kind.dental": "Zahnbehandlung",
  "event.kind.weight": "Gewicht",
  "event.kind.illness": "Krankheit",
  "event.kind.make_up": "Make-up",
  "event.kind.new_camera": "Neue Kamera",
  "event.kind.haircut": "Haarschnitt",
  "event.kind.other": "Anderes",
  "event.weightShort": "{value}\u00a0kg",
  "words.milestone": "Meilenstein",
};
