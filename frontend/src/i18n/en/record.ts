/** Whose record is open. */
export const record = {
  "nav.clients": "Clients",
  "record.label": "Open record",
  "record.of": "Record of",
  "record.own": "Your own record",
  "record.unnamed": "no name",
  "record.close": "Back to your own record",
  "record.lost": "The record you had open is no longer open to you. You see your own now.",
  "record.notYours.title": "Not part of your access",
  "record.notYours.body": "Your access to this record does not include this screen.",
  "record.notYours.capture": "Take photos",

  "error.other_record": "This belongs to another record than the one that is open. Open that record first.",
  "error.not_allowed":
    "Your access does not include that. What somebody else added, only the owner of the record changes.",
} as const;
