/** Adding photos. */
export const capture = {
  "capture.whose": "Into the record of",
  "capture.uploadFor": {
    one: "Upload {count} photo of {name}",
    other: "Upload {count} photos of {name}",
  },
  "capture.ghost": "Line the new photo up with this one: the same turn of the head, the same distance.",
  "capture.ghost.alt": "The picture to line up with, {view}",
  "capture.nextClient": "Next client",
  "capture.elsewhere": {
    one: "{count} photo chosen for {names} is not saved yet. It waits in that record.",
    other: "{count} photos chosen for {names} are not saved yet. They wait in those records.",
  },
  "capture.title": "Add photos",
  "capture.take": "Take a photo",
  "capture.choose": "Choose photos",
  "capture.tip":
    "For photos that can be compared: same place and light, hair back, face at rest, camera at eye height.",
  "capture.list": "Chosen photos",
  "capture.upload": { one: "Upload {count} photo", other: "Upload {count} photos" },
  "capture.date": "Taken at",
  "capture.dateAuto": "Leave empty to use the photo’s own date.",
  "capture.remove": "Remove {name}",
  "capture.noPreview": "No preview on this device",
  "capture.step.chosen": "Ready to upload",
  "capture.step.refused": "Cannot be added",
  "capture.see": "See photo",
  "capture.done": "See the timeline",
  "capture.clear": "Clear finished",
  "capture.settings": "Change view or date",
} as const;
