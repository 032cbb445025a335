/** Waits between looks at work on the server: quick at first, since most photos take under a second; then it stops. */
export const FIRST_WAIT_MS = 700;
export const LONGEST_WAIT_MS = 15_000;
export const GIVE_UP_AFTER_MS = 10 * 60_000;

export const FIRST_WAIT_TO_SEND_MS = 2_000;
export const LONGEST_WAIT_TO_SEND_MS = 5 * 60_000;

const GROWTH = 1.5;

/** Milliseconds to wait before look number `attempt` (0, 1, …), or null when it is time to stop. */
export function waitBefore(attempt: number): number | null {
  let elapsed = 0;
  for (let before = 0; before < attempt; before += 1) elapsed += wait(before);
  return elapsed >= GIVE_UP_AFTER_MS ? null : wait(attempt);
}

/** What waits on the phone is tried for as long as it waits: after 2 s at first, then every five minutes. */
export function waitToSend(failures: number): number {
  return Math.min(LONGEST_WAIT_TO_SEND_MS, FIRST_WAIT_TO_SEND_MS * 2 ** failures);
}

function wait(attempt: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.round(FIRST_WAIT_MS * GROWTH ** attempt));
}
