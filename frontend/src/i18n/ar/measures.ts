import type { measures as english } from "../en/measures";
import type { Translated } from "../entry";

export const measures: Translated<typeof english> = {
  "measure.brow_height_left": "ارتفاع الحاجب الأيسر",
  "measure.brow_height_left.what": "مقدار ارتفاع الخط الأوسط لحاجبك الأيسر فوق منتصف ما بين زاويتي العين نفسها.",
  "measure.brow_height_right": "ارتفاع الحاجب الأيمن",
  "measure.brow_height_right.what": "مقدار ارتفاع الخط الأوسط لحاجبك الأيمن فوق منتصف ما بين زاويتي العين نفسها.",
  "measure.eye_opening_left": "انفتاح العين اليسرى",
  "measure.eye_opening_left.what": "ما بين حافتي الجفن العلوي والسفلي لعينك اليسرى، وهو متوسط ثلاثة مواضع حول الحدقة.",
  "measure.eye_opening_right": "انفتاح العين اليمنى",
  "measure.eye_opening_right.what": "ما بين حافتي الجفن العلوي والسفلي لعينك اليمنى، وهو متوسط ثلاثة مواضع حول الحدقة.",
  "measure.mouth_corner_left": "زاوية الفم اليسرى",
  "measure.mouth_corner_left.what":
    "مقدار انخفاض زاوية فمك اليسرى تحت الخط المار بمركزي العينين. القيمة الأكبر تعني موضعًا أخفض.",
  "measure.mouth_corner_right": "زاوية الفم اليمنى",
  "measure.mouth_corner_right.what":
    "مقدار انخفاض زاوية فمك اليمنى تحت الخط المار بمركزي العينين. القيمة الأكبر تعني موضعًا أخفض.",
  "measure.jaw_angle_left": "زاوية خط الفك الأيسر",
  "measure.jaw_angle_left.what":
    "ميل الحافة السفلية لفكك الأيسر بالنسبة إلى خط العينين. \u20660°\u2069 تعني أفقيًا، والقيمة الأكبر تعني ميلًا أشد.",
  "measure.jaw_angle_right": "زاوية خط الفك الأيمن",
  "measure.jaw_angle_right.what":
    "ميل الحافة السفلية لفكك الأيمن بالنسبة إلى خط العينين. \u20660°\u2069 تعني أفقيًا، والقيمة الأكبر تعني ميلًا أشد.",
  "measure.lower_third": "الثلث السفلي",
  "measure.lower_third.what": "من قاعدة الأنف إلى أخفض نقطة في الذقن.",
  "measure.face_width": "عرض الوجه",
  "measure.face_width.what":
    "ما بين جانبي محيط الوجه، وهو متوسط ثلاثة مستويات ثابتة: قاعدة الأنف، والفم، وما تحت الفم.",
  "measure.symmetry": "فرق الجانبين",
  "measure.symmetry.what":
    "متوسط المسافة بين نقاط أحد الجانبين ونظيراتها في الجانب الآخر بعد عكسها حول خط المنتصف. القيمة 0 تعني صورة مرآة، ولا وجه كذلك.",
  "measure.under_eye_darkness_left": "دكنة ما تحت العين اليسرى",
  "measure.under_eye_darkness_left.what":
    "ضوء خدك الأيسر بالنسبة إلى الضوء تحت العين، بقوى العدد اثنين. القيمة 0 تعني ضوءًا متساويًا.",
  "measure.under_eye_darkness_right": "دكنة ما تحت العين اليمنى",
  "measure.under_eye_darkness_right.what":
    "ضوء خدك الأيمن بالنسبة إلى الضوء تحت العين، بقوى العدد اثنين. القيمة 0 تعني ضوءًا متساويًا.",
  "measure.forehead_lines": "تباين خطوط الجبهة",
  "measure.forehead_lines.what": "مقدار تفاوت السطوع في الخطوط الدقيقة على الجبهة، بالنسبة إلى الخدين.",

  "measure.source.farkas": "حسب Farkas 1994 وStrauss وآخرين 2012، القياس التصويري للوجه.",
  "measure.source.powell": "حسب Powell وHumphreys 1984.",
  "measure.source.own": "معرَّف لهذا التطبيق.",
  "measure.unit.mm":
    "بالمليمترات حسب القزحية، وعرضها عند البالغين \u206611.7\u00a0±\u00a00.5\u00a0mm\u2069: يُعرف الحجم نفسه في حدود نحو \u20664\u00a0%\u2069، ولا يؤثر ذلك في دقة تغيّر بين صورك أنت.",
  "measure.unit.degree": "بالدرجات، بوضع الرأس في صورتك المرجعية.",
  "measure.unit.ratio": "عدد مجرد.",
  "measure.notVerified": "غير متحقق منه",
  "measure.notVerified.body": "غير متحقق منه: لم يُقَس مقدار تفاوته على صور حقيقية من هذا النوع.",

  "measures.title": "القياسات",
  "measures.intro": "مواضع على وجهك تُقاس في الصور المُحاذاة. اليسار واليمين هما يسار الشخص في الصورة ويمينه.",
  "measures.empty.title": "لم يُقَس شيء بعد",
  "measures.empty.body":
    "عند إضافة صورة من هذه الزاوية تُقاس بعد محاذاتها. ثلاث صور خلال {minutes} دقيقة تُعدّ جولة تصوير، وبضع جولات تصوير في أيام مختلفة تبيّن مقدار تفاوت صورك.",
  "measures.pending": {
    zero: "لا صور قيد القياس.",
    one: "صورة واحدة ما زالت قيد القياس. يُرجى إعادة التحميل بعد لحظات.",
    two: "صورتان ما زالتا قيد القياس. يُرجى إعادة التحميل بعد لحظات.",
    few: "{count} صور ما زالت قيد القياس. يُرجى إعادة التحميل بعد لحظات.",
    many: "{count} صورة ما زالت قيد القياس. يُرجى إعادة التحميل بعد لحظات.",
    other: "{count} صورة ما زالت قيد القياس. يُرجى إعادة التحميل بعد لحظات.",
  },
  "measures.reload": "إعادة التحميل",
  "measures.empty.measure": "لا صورة من هذه الزاوية تُظهره بعد.",
  "measures.open": "فتح {measure}",
  "measures.openShort": "فتح",
  "measures.all": "كل القياسات",
  "measures.definition": "ما يُقاس",
  "measures.drawing": "رسم لوجه محايد عليه الموضع المقيس: {measure}",
  "measures.sideView":
    "القياسات معرّفة للصور الأمامية. في الزوايا الأخرى غير متحقق منها، وفي الصور الجانبية لا يُقاس شيء.",

  "floor.personal":
    "تفاوت صورك من صورة إلى أخرى هو \u2066±\u00a0{amount}\u2069، وعدد جولات التصوير التي حُسب منها {count}.",
  "floor.typical":
    "التفاوت المعتاد من صورة إلى أخرى عند الآخرين هو \u2066±\u00a0{amount}\u2069. يُحسب تفاوت صورك أنت حين يبلغ عدد جولات التصوير {needed}؛ وعددها الآن {count}.",
  "floor.corrected": {
    zero: "لا يُنظر في أي قياس.",
    one: "يُنظر في قياس واحد.",
    two: "يُنظر في قياسين معًا، ولذلك فعتبة كل منهما أعلى.",
    few: "يُنظر في {count} قياسات معًا، ولذلك فعتبة كل منها أعلى.",
    many: "يُنظر في {count} قياسًا معًا، ولذلك فعتبة كل منها أعلى.",
    other: "يُنظر في {count} قياس معًا، ولذلك فعتبة كل منها أعلى.",
  },
  "trend.none": "لا اتجاه بعد: تلزم صور من أيام أكثر.",
  "trend.within": "على امتداد الخط عبر صورك: {amount} في 30 يومًا، بين {low} و{high}. هذا المدى يشمل انعدام التغيّر.",
  "trend.exceeds": "على امتداد الخط عبر صورك: {amount} في 30 يومًا، بين {low} و{high}. لا يمكن للصور أن تقول لماذا.",

  "change.personal.within":
    "{measure}: {amount}. تفاوت صورك من صورة إلى أخرى هو \u2066±\u00a0{mdc}\u2069، فقد لا يكون هذا شيئًا.",
  "change.typical.within":
    "{measure}: {amount}. التفاوت المعتاد من صورة إلى أخرى هو \u2066±\u00a0{mdc}\u2069، فقد لا يكون هذا شيئًا.",
  "change.personal.exceeds":
    "{measure}: {amount}، وهو أكثر من تفاوتك المعتاد \u2066±\u00a0{mdc}\u2069. لا يمكن للصور أن تقول لماذا.",
  "change.typical.exceeds":
    "{measure}: {amount}، وهو أكثر من التفاوت المعتاد \u2066±\u00a0{mdc}\u2069. لا يمكن للصور أن تقول لماذا.",
  "change.notVerified": "{measure}: {amount}. لا يدل هذا القياس على تغيّر.",
  "change.means": "متوسطات صور جولتي التصوير، وعددها {before} و{after}.",
  "changes.title": "ما قيس",
  "changes.summary.none": {
    zero: "لا قياس يُقارَن.",
    one: "يُقارَن قياس واحد. وهو في حدود تفاوته من صورة إلى أخرى.",
    two: "يُقارَن قياسان. وكلاهما في حدود تفاوته من صورة إلى أخرى.",
    few: "تُقارَن {count} قياسات. وكلها في حدود تفاوتها من صورة إلى أخرى.",
    many: "يُقارَن {count} قياسًا. وكلها في حدود تفاوتها من صورة إلى أخرى.",
    other: "يُقارَن {count} قياس. وكلها في حدود تفاوتها من صورة إلى أخرى.",
  },
  "changes.summary.some": {
    zero: "لا قياس من {total} يختلف بأكثر من تفاوته من صورة إلى أخرى.",
    one: "قياس واحد من {total} يختلف بأكثر من تفاوته من صورة إلى أخرى.",
    two: "قياسان من {total} يختلفان بأكثر من تفاوتهما من صورة إلى أخرى.",
    few: "{count} قياسات من {total} تختلف بأكثر من تفاوتها من صورة إلى أخرى.",
    many: "{count} قياسًا من {total} تختلف بأكثر من تفاوتها من صورة إلى أخرى.",
    other: "{count} قياس من {total} تختلف بأكثر من تفاوتها من صورة إلى أخرى.",
  },
  "changes.summary.notVerified": "لا تُقارَن إلا قياسات غير متحقق منها. وهي لا تدل على تغيّر.",
  "changes.summary.nothing": "لا يمكن مقارنة أي قياس لهاتين الصورتين.",
  "changes.oneSitting": "الصورتان من جولة تصوير واحدة: يُظهر هذا مقدار تفاوت الصور، لا تغيّرًا.",
  "changes.corrected":
    "عدد القياسات التي يُنظر فيها معًا {count}. رُفعت عتبة كل منها بحيث إنه، إذا لم يتغير شيء، لا يتجاوز أيًّا منها إلا زوج واحد من كل عشرين على الأكثر.",
  "changes.typical": "«المعتاد» هو مقدار تفاوت صور الآخرين. جولات تصويرك تبيّن تفاوت صورك أنت.",
  "changes.all": "كل القياسات",
  "changes.column.measure": "القياس",
  "changes.column.change": "التغيّر",
  "changes.column.variation": "التفاوت",
  "changes.within": "في حدوده",
  "changes.exceeds": "أكثر منه",
  "changes.left_out.expression": "لم تُحتسب لاختلاف تعبير الوجه: {list}.",
  "changes.left_out.expression_unknown": "لم تُحتسب لأن تعبير الوجه في إحدى الصورتين غير معروف: {list}.",
  "changes.left_out.not_measured": "لم تُحتسب لأن إحدى الصورتين لا تُظهرها: {list}.",
  "changes.sameDay.before":
    "التُقطت الصورة الأولى بعد جلسة بساعات عددها {hours}. ما يُرى بعد وقت قصير كهذا قد يزول خلال يوم.",
  "changes.sameDay.after":
    "التُقطت الصورة الثانية بعد جلسة بساعات عددها {hours}. ما يُرى بعد وقت قصير كهذا قد يزول خلال يوم.",

  "chart.label": "{measure}، عدد الصور {count} من {from} إلى {to}",
  "chart.label.events": {
    zero: "{label}، بلا أحداث",
    one: "{label}، مع حدث واحد",
    two: "{label}، مع حدثين",
    few: "{label}، مع {count} أحداث",
    many: "{label}، مع {count} حدثًا",
    other: "{label}، مع {count} حدث",
  },
  "chart.numbers": "أرقام الرسم البياني",
  "chart.column.date": "التاريخ",
  "chart.column.value": "القيمة",
  "chart.column.photos": "الصور",
  "chart.state.counted": "",
  "chart.state.same_day": "أقل من {hours}\u00a0س بعد جلسة",
  "chart.state.expression": "تعبير وجه آخر",
  "chart.legend.band": "مظلل: في حدود التفاوت حول صورتك المرجعية",
  "chart.legend.counted": "صورة",
  "chart.legend.sameDay": "صورة بعد جلسة بأقل من {hours}\u00a0س",
  "chart.legend.expression": "صورة بتعبير وجه آخر",
  "chart.legend.sessions": "جلسة",
  "chart.legend.events": "شيء آخر حدث، كما دُوّن",
  "chart.sameDayCounts": "احتساب الصور الملتقطة بعد جلسة بأقل من {hours}\u00a0س أيضًا",
  "chart.showAll": "عرض الكل ({count})",

  "sittings.title": "جولات التصوير",
  "sittings.body":
    "جولة التصوير هي عدة صور من زاوية واحدة خلال {minutes} دقيقة. تبيّن مقدار تفاوت الصور حين لا يتغير شيء. وإذا أخطأت الساعة فيمكنك تحديد ذلك بنفسك.",
  "sittings.empty": "لا يوم فيه أكثر من صورة واحدة من هذه الزاوية بعد. يُرجى التقاط ثلاث صور متتالية في عدة أيام.",
  "sittings.one": "الصور: {photos}، جولة تصوير واحدة",
  "sittings.several": "الصور: {photos}، جولات التصوير: {count}",
  "sittings.join": "ضم في جولة تصوير واحدة",
  "sittings.apart": "فصل",
  "sittings.clock": "ترك التحديد للساعة",
  "sittings.joinDay": "ضم صور {date} في جولة تصوير واحدة",
  "sittings.apartDay": "فصل جولة تصوير {date}",
  "sittings.clockDay": "ترك تحديد جولة تصوير {date} للساعة",

  "more.measures": "القياسات",
  "more.measures.body": "مواضع على الوجه بالأرقام، ومع كل منها مقدار تفاوته من صورة إلى أخرى.",
};
