import type { Reminder } from "./reminders";

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** RFC 5545 asks for no more octets in a line, without its end. */
const LINE_OCTETS = 75;
const MS_A_DAY = 86_400_000;

/**
 * A reminder as a calendar file (RFC 5545), for any calendar to remind by: no host is contacted, and nothing in it
 * names a person. Its times float: 08:00 is 08:00 wherever the calendar is. The same reminder has the same UID, so that
 * a file that is opened again changes the entry instead of adding another.
 *
 * `now` decides the first day and when the file was made; `today` is the local date of it, `2026-03-12`.
 */
export function calendarFile(
  reminder: Pick<Reminder, "id" | "weekdays" | "at">,
  words: { title: string; body: string },
  now: Date,
  today: string,
): string {
  const start = `${firstDay(reminder.weekdays, today).replaceAll("-", "")}T${reminder.at.replace(":", "")}00`;
  const stamp = `${now.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const days = reminder.weekdays.map((day) => DAYS[day - 1]).join(",");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Likeness//Reminder//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${reminder.id}@likeness`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${start}`,
    "DURATION:PT5M",
    `RRULE:FREQ=WEEKLY;BYDAY=${days}`,
    `SUMMARY:${escaped(words.title)}`,
    `DESCRIPTION:${escaped(words.body)}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(words.title)}`,
    "TRIGGER:PT0S",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");
}

/** The first of the weekdays from `today` on. A rule counts from its start, which has to be one of its days. */
function firstDay(weekdays: readonly number[], today: string): string {
  const start = Date.parse(`${today}T00:00:00Z`);
  for (let ahead = 0; ahead < 7; ahead += 1) {
    const day = new Date(start + ahead * MS_A_DAY);
    if (weekdays.includes(day.getUTCDay() || 7)) return day.toISOString().slice(0, 10);
  }
  return today;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");
}

/** Long lines go on in the next, which begins with a space; no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of line) {
    const length = encoder.encode(character).length;
    if (octets + length > LINE_OCTETS) {
      lines.push(current);
      current = " ";
      octets = 1;
    }
    current += character;
    octets += length;
  }
  return [...lines, current].join("\r\n");
}
