import type { importing as english } from "../en/importing";
import type { Translated } from "../entry";

export const importing: Translated<typeof english> = {
  "import.examining": "قيد الفحص",
  "import.looking": "يجري البحث عن التواريخ والزوايا والصور الموجودة هنا من قبل. لا حاجة إلى الانتظار.",
  "import.date.exif": "التاريخ من بيانات الصورة نفسها",
  "import.date.file_name": "التاريخ من اسم الملف",
  "import.date.last_modified": "تاريخ الملف: يُرجى التحقق منه",
  "import.viewProposed": "الزاوية مقترحة من دوران الرأس",
  "import.twin.here": "موجودة هنا من قبل",
  "import.twin.waiting": "تنتظر من قبل",
  "import.twin.chosen": "اختيرت مرتين",
  "import.twins": {
    zero: "لا صورة منها موجودة هنا من قبل.",
    one: "صورة واحدة منها موجودة هنا من قبل. لن تُضاف مرة ثانية.",
    two: "صورتان منها موجودتان هنا من قبل. لن تُضافا مرة ثانية.",
    few: "{count} صور منها موجودة هنا من قبل. لن تُضاف مرة ثانية.",
    many: "{count} صورة منها موجودة هنا من قبل. لن تُضاف مرة ثانية.",
    other: "{count} صورة منها موجودة هنا من قبل. لن تُضاف مرة ثانية.",
  },
  "import.twins.remove": "إزالتها من القائمة",
  "import.shared.none": "لم تصل الصور المشارَكة. يمكن اختيارها هنا.",
};
