/**
 * Whose record this tab has open, over reloads: kept for the tab alone and with the account that opened it, so that
 * neither another tab nor the next person at this device inherits it. Storage can be blocked or full.
 */
const KEY = "likeness.record";

interface Kept {
  account: string;
  subject: string;
}

export function keptRecord(account: string): string | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isKept(kept) && kept.account === account ? kept.subject : null;
  } catch (_blockedOrSpoilt) {
    return null;
  }
}

export function keepRecord(kept: Kept | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch (_blockedOrFull) {
    // The record is then open until the page is loaded again.
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "account" in value &&
    "subject" in value &&
    typeof value.account === "string" &&
    typeof value.subject === "string"
  );
}
