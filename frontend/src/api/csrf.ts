import { reach } from "./reach";

export const ACCOUNTS = "/_allauth/browser/v1";

/** Where cookies are read: a page has them as text, a service worker asks for one. */
interface Surroundings {
  document?: { cookie: string };
  cookieStore?: { get(name: string): Promise<{ value?: string } | null> };
}

export function csrfToken(cookies: string): string | null {
  const match = /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies);
  return match?.[1] ? decodeURIComponent(match[1]) : null;
}

async function tokenHere(): Promise<string | null> {
  const { document, cookieStore } = globalThis as Surroundings;
  if (document) return csrfToken(document.cookie);
  return (await cookieStore?.get("csrftoken"))?.value ?? null;
}

/** The token for a writing request; fetched once when a cached shell opened without the cookie. */
export async function ensureCsrfToken(): Promise<string> {
  const token = await tokenHere();
  if (token) return token;
  await reach(new Request(`${ACCOUNTS}/config`, { credentials: "same-origin" }));
  return (await tokenHere()) ?? "";
}
