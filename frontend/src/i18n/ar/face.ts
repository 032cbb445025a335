import type { face as english } from "../en/face";
import type { Translated } from "../entry";

export const face: Translated<typeof english> = {
  "view.label": "الزاوية",
  "view.all": "كل الزوايا",
  "view.frontal": "أمامية",
  "view.oblique_left": "ثلاثة أرباع يسرى",
  "view.oblique_right": "ثلاثة أرباع يمنى",
  "view.lateral_left": "جانبية يسرى",
  "view.lateral_right": "جانبية يمنى",
  "view.hint": "اليسار واليمين هما يسار الشخص في الصورة ويمينه. «اليسرى» تُظهر الخد الأيسر.",

  "modality.microcurrent": "التيار الدقيق",
  "modality.myostimulation": "التنبيه العضلي",
  "modality.galvanic": "التيار الغلفاني",
  "modality.lymph_drainage": "التصريف اللمفي",
  "modality.mesotherapy": "الميزوثيرابي",
  "modality.other": "نوع آخر",

  "zone.upper_third": "الثلث العلوي",
  "zone.middle_third": "الثلث الأوسط",
  "zone.lower_third": "الثلث السفلي",
  "zone.forehead": "الجبهة",
  "zone.brow_left": "الحاجب الأيسر",
  "zone.brow_right": "الحاجب الأيمن",
  "zone.under_eye_left": "تحت العين اليسرى",
  "zone.under_eye_right": "تحت العين اليمنى",
  "zone.cheek_left": "الخد الأيسر",
  "zone.cheek_right": "الخد الأيمن",
  "zone.mouth": "الفم",
  "zone.jaw_left": "الفك الأيسر",
  "zone.jaw_right": "الفك الأيمن",
  "zone.neck": "الرقبة",
};
