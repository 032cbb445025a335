import { pauseTimer, readTimer, resumeTimer, startTimer, type Timer } from "../domain/timer";
import { keepTimer, keptTimer, watchTimer } from "../platform/timerstore";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { onForget } from "./memory";

class SessionTimer {
  current: Timer | null = $state.raw(null);
  /** The clock as it was last looked at; milliseconds since 1970. */
  now = $state(Date.now());
}

export const timer = new SessionTimer();

onForget(() => {
  timer.current = null;
});

watchTimer((subject) => {
  if (account.status === "signed-in" && account.subject.id === subject) openTimer();
});

/** Takes up the timer of this account that is kept on this device. */
export function openTimer(): Timer | null {
  timer.current = readTimer(keptTimer(account.subject.id));
  timer.now = Date.now();
  return timer.current;
}

function keep(current: Timer | null): void {
  timer.current = current;
  timer.now = Date.now();
  keepTimer(account.subject.id, current && JSON.stringify(current));
}

export function beginTimer(program: string | null): void {
  keep(startTimer(makeUuid(), new Date(), program));
}

export function holdTimer(): void {
  if (timer.current) keep(pauseTimer(timer.current, Date.now()));
}

export function goOnTimer(): void {
  if (timer.current) keep(resumeTimer(timer.current, Date.now()));
}

export function dropTimer(): void {
  keep(null);
}

/** Looks at the clock each second while the timer is shown, and at once when the page is seen again. */
export function watchClock(): () => void {
  const look = () => {
    timer.now = Date.now();
  };
  const ticking = setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(ticking);
    document.removeEventListener("visibilitychange", look);
  };
}
