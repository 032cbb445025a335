/** `2026-03`. */
export type Month = string;
/** `2026-03-12`. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** The month so many months later, or earlier where `count` is negative. */
export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The weeks that a month's sheet shows, Monday first, with the days of its neighbours that fill them. */
export function weeksOf(month: Month): Day[][] {
  const first = `${month}-01`;
  // getUTCDay counts from Sunday.
  const before = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = addDays(first, -before);
  const end = `${addMonths(month, 1)}-01`;
  const weeks: Day[][] = [];
  for (let day = start; day < end; day = addDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(day, index)));
  }
  return weeks;
}

/** Every month from that of `first` to that of `last`, newest first. */
export function monthsBetween(first: Day, last: Day): Month[] {
  const months: Month[] = [];
  for (let month = monthOf(last); month >= monthOf(first); month = addMonths(month, -1)) months.push(month);
  return months;
}
