import type { record as english } from "../en/record";
import type { Translated } from "../entry";

export const record: Translated<typeof english> = {
  "nav.clients": "العملاء",
  "record.label": "السجل المفتوح",
  "record.of": "سجل",
  "record.own": "سجلك",
  "record.unnamed": "بلا اسم",
  "record.close": "العودة إلى سجلك",
  "record.lost": "السجل الذي كان مفتوحًا لم يعد متاحًا لك. المعروض الآن هو سجلك.",
  "record.notYours.title": "خارج نطاق صلاحياتك",
  "record.notYours.body": "صلاحياتك في هذا السجل لا تشمل هذه الشاشة.",
  "record.notYours.capture": "التقاط صور",

  "error.other_record": "هذا يخص سجلًا غير السجل المفتوح. يُرجى فتح ذلك السجل أولًا.",
  "error.not_allowed": "صلاحياتك لا تشمل ذلك. ما أضافه غيرك لا يغيّره إلا صاحب السجل.",
};
