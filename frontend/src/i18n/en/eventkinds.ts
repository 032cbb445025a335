/** What happened beside the sessions. */
export const eventkinds = {
  "event.kind.filler": "Filler",
  "event.kind.botulinum": "Botulinum toxin",
  "event.kind.thread_lift": "Thread lift",
  "event.kind.dental": "Dental work",
  "event.kind.weight": "Weight",
  "event.kind.illness": "Illness",
  "event.kind.make_up": "Make-up",
  "event.kind.new_camera": "New camera",
  "event.kind.haircut": "Haircut",
  "event.kind.other": "Other",
  "event.weightShort": "{value}\u00a0kg",
  "words.milestone": "Milestone",
} as const;
