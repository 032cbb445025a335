export const PERIODS = ["month", "quarter", "year", "all", "own"] as const;
export type Period = (typeof PERIODS)[number];

/** Days of a period, the last one included. */
const DAYS = { month: 30, quarter: 90, year: 365 } as const;

export interface Days {
  /** Local dates as `2026-03-12`, both included; null leaves a side open. */
  from: string | null;
  to: string | null;
}

/** The days of a period that ends today; those typed where the period is one's own. */
export function daysOf(period: Period, today: string, own: Days): Days {
  if (period === "own") return { from: own.from || null, to: own.to || null };
  if (period === "all") return { from: null, to: null };
  const first = new Date(`${today}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() - DAYS[period] + 1);
  return { from: first.toISOString().slice(0, 10), to: today };
}
