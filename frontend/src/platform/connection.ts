/** Tells `react` now and whenever the browser thinks that the network came or went. */
export function watchConnection(react: (online: boolean) => void): void {
  react(navigator.onLine);
  addEventListener("online", () => react(true));
  addEventListener("offline", () => react(false));
}

/** Resolves after `ms`, or at once with false when `signal` ends the wait. While the page is hidden, it waits on. */
export function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (value: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      document.removeEventListener("visibilitychange", shown);
      resolve(value);
    };
    const stop = () => finish(false);
    const shown = () => {
      if (document.visibilityState === "visible") finish(true);
    };
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") finish(true);
      else document.addEventListener("visibilitychange", shown);
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
}

/** Asks before the page is closed or reloaded while `busy` says so. */
export function warnBeforeLeaving(busy: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (busy()) event.preventDefault();
  });
}
