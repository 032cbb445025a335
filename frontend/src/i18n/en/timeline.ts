/** The timeline. */
export const timeline = {
  "timeline.title": "Timeline",
  "timeline.filter": "Show",
  "timeline.empty.title": "No photos yet",
  "timeline.empty.body":
    "Add one today, or choose older ones from your phone: each takes the date on which it was taken.",
  "timeline.empty.next": "Add photos",
  "timeline.emptyView.title": "No photos in this view",
  "timeline.emptyView.body": "Your other views are still here.",
  "timeline.end": "This is the beginning of your record.",
  "timeline.loadingMore": "Loading earlier photos",
  "timeline.sessions": { one: "{count} session", other: "{count} sessions" },
  "timeline.session": "{modality} · {minutes}",
  "timeline.processing": { one: "{count} photo is being aligned", other: "{count} photos are being aligned" },
} as const;
