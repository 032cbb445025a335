import type { sessionmarks as english } from "../en/sessionmarks";
import type { Translated } from "../entry";

export const sessionmarks: Translated<typeof english> = {
  "session.modality": "نوع العلاج",
  "session.zones": "المناطق",
  "session.minutesShort": "{value}\u00a0د",
  "modality.microcurrent.what":
    "تيارات صغيرة جدًا، من عشرات إلى مئات µA، تكون عادةً أضعف من أن يُشعر بها ولا تسبب ارتعاشًا.",
  "modality.myostimulation.what": "تنبيه كهربائي للعضلات (EMS): نبضات أقوى تجعل العضلة تنقبض.",
  "modality.galvanic.what":
    "تيار مستمر ثابت يمر عبر مستحضر على البشرة، ويشمل إزالة الدهون الغلفانية (disincrustation) والإرحال الأيوني (iontophoresis).",
  "modality.lymph_drainage.what": "تمسيد خفيف بطيء أو ضغط على امتداد الأوعية اللمفية، باليد أو بجهاز.",
  "modality.mesotherapy.what": "حقن صغيرة كثيرة في الجلد يجريها معالِج مختص.",
  "modality.other.what": "أي شيء آخر يُراد تدوينه إلى جانب صورك، مثل الضوء أو التدليك أو الترددات الراديوية.",
  "error.wrong_program": "هذا البرنامج لا يناسب الجهاز أو نوع العلاج. يُرجى الاختيار مجددًا.",
  "error.checklist_changed": "تغيّرت القائمة. يُرجى قراءتها مجددًا ثم تأكيد قراءتها.",
  "error.csv_too_large": "هذا الملف أكبر مما يُقبل دفعة واحدة. يُرجى تقسيمه.",
  "error.import_again": "تغيّرت جلساتك المسجّلة أثناء قراءة الملف. لم يُحفظ شيء؛ يُرجى استيراد الملف مجددًا.",
  "error.invalid_rows": "بعض الأسطر غير صالحة. لم يُحفظ شيء.",
  "field.each_or_none": "تُكتب الدقائق لكل المناطق المختارة، أو لا تُكتب لأي منها.",
};
