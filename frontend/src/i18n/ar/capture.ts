import type { capture as english } from "../en/capture";
import type { Translated } from "../entry";

export const capture: Translated<typeof english> = {
  "capture.whose": "إلى سجل",
  "capture.uploadFor": {
    zero: "لا صور لرفعها إلى سجل {name}",
    one: "رفع صورة واحدة إلى سجل {name}",
    two: "رفع صورتين إلى سجل {name}",
    few: "رفع {count} صور إلى سجل {name}",
    many: "رفع {count} صورة إلى سجل {name}",
    other: "رفع {count} صورة إلى سجل {name}",
  },
  "capture.ghost": "تُطابَق الصورة الجديدة مع هذه: دوران الرأس نفسه والمسافة نفسها.",
  "capture.ghost.alt": "الصورة المراد المطابقة معها، {view}",
  "capture.nextClient": "العميل التالي",
  "capture.elsewhere": {
    zero: "لا صور غير محفوظة في سجل {names}.",
    one: "صورة واحدة مختارة لسجل {names} لم تُحفظ بعد. هي تنتظر في ذلك السجل.",
    two: "صورتان مختارتان لسجل {names} لم تُحفظا بعد. هما تنتظران هناك.",
    few: "{count} صور مختارة لسجل {names} لم تُحفظ بعد. هي تنتظر هناك.",
    many: "{count} صورة مختارة لسجل {names} لم تُحفظ بعد. هي تنتظر هناك.",
    other: "{count} صورة مختارة لسجل {names} لم تُحفظ بعد. هي تنتظر هناك.",
  },
  "capture.title": "إضافة صور",
  "capture.take": "التقاط صورة",
  "capture.choose": "اختيار صور",
  "capture.tip":
    "لتكون الصور قابلة للمقارنة: المكان والإضاءة نفسهما، والشعر إلى الخلف، والوجه في حالة سكون، والكاميرا على مستوى العينين.",
  "capture.list": "الصور المختارة",
  "capture.upload": {
    zero: "لا صور للرفع",
    one: "رفع صورة واحدة",
    two: "رفع صورتين",
    few: "رفع {count} صور",
    many: "رفع {count} صورة",
    other: "رفع {count} صورة",
  },
  "capture.date": "وقت الالتقاط",
  "capture.dateAuto": "إذا تُرك فارغًا يُستعمل تاريخ الصورة نفسها.",
  "capture.remove": "إزالة {name}",
  "capture.noPreview": "لا معاينة على هذا الجهاز",
  "capture.step.chosen": "جاهزة للرفع",
  "capture.step.refused": "لا يمكن إضافتها",
  "capture.see": "عرض الصورة",
  "capture.done": "عرض الخط الزمني",
  "capture.clear": "إزالة المكتملة",
  "capture.settings": "تغيير الزاوية أو التاريخ",
};
