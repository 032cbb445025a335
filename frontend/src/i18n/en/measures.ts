/** Measures: what is measured, how sure it is, and what a change says. Never why. */
export const measures = {
  "measure.brow_height_left": "Left brow height",
  "measure.brow_height_left.what":
    "How far the middle line of your left brow lies above the middle between the corners of the same eye.",
  "measure.brow_height_right": "Right brow height",
  "measure.brow_height_right.what":
    "How far the middle line of your right brow lies above the middle between the corners of the same eye.",
  "measure.eye_opening_left": "Left eye opening",
  "measure.eye_opening_left.what":
    "Between the edges of the upper and the lower lid of your left eye, mean of three places around the pupil.",
  "measure.eye_opening_right": "Right eye opening",
  "measure.eye_opening_right.what":
    "Between the edges of the upper and the lower lid of your right eye, mean of three places around the pupil.",
  "measure.mouth_corner_left": "Left mouth corner",
  "measure.mouth_corner_left.what":
    "How far the left corner of your mouth lies below the line through the centres of the eyes. More is lower.",
  "measure.mouth_corner_right": "Right mouth corner",
  "measure.mouth_corner_right.what":
    "How far the right corner of your mouth lies below the line through the centres of the eyes. More is lower.",
  "measure.jaw_angle_left": "Left jaw-line angle",
  "measure.jaw_angle_left.what":
    "Slope of your left jaw’s lower edge against the line of the eyes. 0° is level, more is steeper.",
  "measure.jaw_angle_right": "Right jaw-line angle",
  "measure.jaw_angle_right.what":
    "Slope of your right jaw’s lower edge against the line of the eyes. 0° is level, more is steeper.",
  "measure.lower_third": "Lower third",
  "measure.lower_third.what": "From the base of the nose to the lowest point of the chin.",
  "measure.face_width": "Face width",
  "measure.face_width.what":
    "Across the outline of the face, mean of three fixed levels: base of the nose, mouth, and below the mouth.",
  "measure.symmetry": "Difference of the sides",
  "measure.symmetry.what":
    "Mean distance between points of one side and their partners of the other, mirrored at the midline. 0 would be a mirror image; no face is one.",
  "measure.under_eye_darkness_left": "Left under-eye darkness",
  "measure.under_eye_darkness_left.what":
    "Light on your left cheek against the light below the eye, in powers of two. 0 is equally light.",
  "measure.under_eye_darkness_right": "Right under-eye darkness",
  "measure.under_eye_darkness_right.what":
    "Light on your right cheek against the light below the eye, in powers of two. 0 is equally light.",
  "measure.forehead_lines": "Forehead line contrast",
  "measure.forehead_lines.what": "How much brightness varies in fine lines on the forehead, against the cheeks.",

  "measure.source.farkas": "After Farkas 1994 and Strauss et al. 2012, facial photogrammetry.",
  "measure.source.powell": "After Powell and Humphreys 1984.",
  "measure.source.own": "Defined for this app.",
  "measure.unit.mm":
    "Millimetres by the iris, which is 11.7\u00a0±\u00a00.5\u00a0mm wide in adults: the size itself is known to about 4\u00a0%, a change between your own photos is not blurred by that.",
  "measure.unit.degree": "Degrees, in the pose of your baseline.",
  "measure.unit.ratio": "A plain number.",
  "measure.notVerified": "Not verified",
  "measure.notVerified.body": "Not verified: how far it varies was not measured on real photos of this kind.",

  "measures.title": "Measures",
  "measures.intro":
    "Places on your face, measured in aligned photos. Left and right are those of the person in the picture.",
  "measures.empty.title": "Nothing is measured yet",
  "measures.empty.body":
    "Add a photo of this view: it is measured once it is aligned. Three photos within {minutes} minutes are a sitting, and some sittings on different days tell how far your own photos vary.",
  "measures.pending": {
    one: "{count} photo is still being measured. Load again in a moment.",
    other: "{count} photos are still being measured. Load again in a moment.",
  },
  "measures.reload": "Load again",
  "measures.empty.measure": "No photo of this view shows it yet.",
  "measures.open": "Open {measure}",
  "measures.openShort": "Open",
  "measures.all": "All measures",
  "measures.definition": "What is measured",
  "measures.drawing": "Drawing of a neutral face with the place that is measured: {measure}",
  "measures.sideView":
    "Measures are defined for photos from the front. In other views they are not verified, and in profile nothing is measured.",

  "floor.personal": "Your own photo-to-photo variation is ±\u00a0{amount}, from {count} sittings.",
  "floor.typical":
    "Typical photo-to-photo variation of other people is ±\u00a0{amount}. From {needed} sittings on, your own photos tell yours; {count} so far.",
  "floor.corrected": {
    one: "One measure is looked at.",
    other: "{count} measures are looked at together, and the bar of each is higher for it.",
  },
  "trend.none": "No trend yet: it takes photos of more days.",
  "trend.within":
    "Along the line through your photos: {amount} in 30 days, between {low} and {high}. That range includes no change.",
  "trend.exceeds":
    "Along the line through your photos: {amount} in 30 days, between {low} and {high}. The photos cannot say why.",

  "change.personal.within":
    "{measure}: {amount}. Your own photo-to-photo variation is ±\u00a0{mdc}, so this may be nothing.",
  "change.typical.within":
    "{measure}: {amount}. Typical photo-to-photo variation is ±\u00a0{mdc}, so this may be nothing.",
  "change.personal.exceeds":
    "{measure}: {amount}, more than your usual variation of ±\u00a0{mdc}. The photos cannot say why.",
  "change.typical.exceeds":
    "{measure}: {amount}, more than the typical variation of ±\u00a0{mdc}. The photos cannot say why.",
  "change.notVerified": "{measure}: {amount}. This measure tells no change.",
  "change.means": "Means of {before} and {after} photos of the two sittings.",
  "changes.title": "What was measured",
  "changes.summary.none": {
    one: "One measure is compared. It is within its photo-to-photo variation.",
    other: "{count} measures are compared. All are within their photo-to-photo variation.",
  },
  "changes.summary.some": {
    one: "One of {total} measures differs by more than its photo-to-photo variation.",
    other: "{count} of {total} measures differ by more than their photo-to-photo variation.",
  },
  "changes.summary.notVerified": "Only measures that are not verified are compared. They tell no change.",
  "changes.summary.nothing": "No measure of these two photos can be compared.",
  "changes.oneSitting": "Both photos are of one sitting: this shows how far photos vary, not a change.",
  "changes.corrected":
    "{count} measures are looked at together. The bar of each is set so high that, where nothing changed, one pair in twenty at most should pass any of them.",
  "changes.typical": "“Typical” is what other people’s photos vary by. Your own sittings tell your own variation.",
  "changes.all": "All measures",
  "changes.column.measure": "Measure",
  "changes.column.change": "Change",
  "changes.column.variation": "Variation",
  "changes.within": "within",
  "changes.exceeds": "more",
  "changes.left_out.expression": "Left out, since the expression differs: {list}.",
  "changes.left_out.expression_unknown": "Left out, since the expression of one photo is not known: {list}.",
  "changes.left_out.not_measured": "Left out, since one photo does not show it: {list}.",
  "changes.sameDay.before":
    "The first photo was taken {hours} h after a session. What is seen so soon can pass within a day.",
  "changes.sameDay.after":
    "The second photo was taken {hours} h after a session. What is seen so soon can pass within a day.",

  "chart.label": "{measure}, {count} photos from {from} to {to}",
  "chart.label.events": { one: "{label}, with {count} event", other: "{label}, with {count} events" },
  "chart.numbers": "The chart’s numbers",
  "chart.column.date": "Date",
  "chart.column.value": "Value",
  "chart.column.photos": "Photos",
  "chart.state.counted": "",
  "chart.state.same_day": "less than {hours} h after a session",
  "chart.state.expression": "other expression",
  "chart.legend.band": "Shaded: within the variation around your reference photo",
  "chart.legend.counted": "A photo",
  "chart.legend.sameDay": "A photo less than {hours} h after a session",
  "chart.legend.expression": "A photo with another expression",
  "chart.legend.sessions": "A session",
  "chart.legend.events": "Something else that happened, as noted",
  "chart.sameDayCounts": "Count photos less than {hours} h after a session too",
  "chart.showAll": "Show all {count}",

  "sittings.title": "Sittings",
  "sittings.body":
    "A sitting is several photos of one view within {minutes} minutes. They tell how far photos vary when nothing has changed. Where the clock is wrong, say it yourself.",
  "sittings.empty": "No day has more than one photo of this view yet. Take three in a row, on several days.",
  "sittings.one": "{photos} photos, one sitting",
  "sittings.several": "{photos} photos, {count} sittings",
  "sittings.join": "Join into one sitting",
  "sittings.apart": "Take apart",
  "sittings.clock": "Leave to the clock",
  "sittings.joinDay": "Join the photos of {date} into one sitting",
  "sittings.apartDay": "Take the sitting of {date} apart",
  "sittings.clockDay": "Leave the sitting of {date} to the clock",

  "more.measures": "Measures",
  "more.measures.body": "Places on the face in numbers, each with how far it varies from photo to photo.",
} as const;
