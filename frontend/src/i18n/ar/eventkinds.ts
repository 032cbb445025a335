import type { eventkinds as english } from "../en/eventkinds";
import type { Translated } from "../entry";

export const eventkinds: Translated<typeof english> = {
  "event.kind.filler": "حشوات (فيلر)",
  "event.kind.botulinum": "توكسين البوتولينوم",
  "event.kind.thread_lift": "الشد بالخيوط",
  "event.kind.dental": "علاج الأسنان",
  "event.kind.weight": "الوزن",
  "event.kind.illness": "مرض",
  "event.kind.make_up": "مستحضرات تجميل",
  "event.kind.new_camera": "كاميرا جديدة",
  "event.kind.haircut": "قص الشعر",
  "event.kind.other": "حدث آخر",
  "event.weightShort": "{value}\u00a0كغ",
  "words.milestone": "محطة مهمة",
};
