/** Where a timer is kept on this device, one for each account's record. Storage can be blocked or full. */
const key = (subject: string) => `likeness.timer.${subject}`;

export function keptTimer(subject: string): string | null {
  try {
    return localStorage.getItem(key(subject));
  } catch (_blocked) {
    return null;
  }
}

export function keepTimer(subject: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key(subject));
    else localStorage.setItem(key(subject), text);
  } catch (_blockedOrFull) {
    // The timer then lasts until the page is closed.
  }
}

/** Calls `react` when another tab of this browser has changed what is kept. */
export function watchTimer(react: (subject: string) => void): void {
  addEventListener("storage", (event) => {
    const [start, subject] = [key(""), event.key];
    if (subject?.startsWith(start)) react(subject.slice(start.length));
  });
}
