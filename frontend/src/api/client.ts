import createClient from "openapi-fetch";
import { ACCOUNTS, ensureCsrfToken } from "./csrf";
import { ApiError, errorFrom } from "./errors";
import { reach } from "./reach";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export { ensureCsrfToken } from "./csrf";

let onSignedOut: () => void = () => {};

/** Called whenever the server says that nobody is signed in any more. */
export function whenSignedOut(react: () => void): void {
  onSignedOut = react;
}

/** `fetch` with the CSRF header on writes, and failures of the network as an ApiError. */
async function send(request: Request): Promise<Response> {
  if (SAFE.has(request.method)) return reach(request);
  const headers = new Headers(request.headers);
  headers.set("X-CSRFToken", await ensureCsrfToken());
  return reach(new Request(request, { headers }));
}

export const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin", fetch: send });

interface Outcome<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; throws ApiError for any other. */
export async function unwrap<Body>(outcome: Promise<Outcome<Body>>): Promise<Body> {
  const { data: body, error, response } = await outcome;
  if (response.ok) return body as Body;
  throw refused(response.status, error);
}

/** The bytes of a picture, by the address that the API gave. Throws ApiError. */
export async function picture(address: string): Promise<ArrayBuffer> {
  const response = await reach(new Request(address, { credentials: "same-origin" }));
  if (!response.ok) throw refused(response.status, undefined);
  return response.arrayBuffer();
}

/** For requests made without the client (uploads): the error to throw, after telling whoever minds sign-outs. */
export function refused(status: number, body: unknown): ApiError {
  if (status === 401) onSignedOut();
  return errorFrom(status, body);
}

/** One call to the account endpoints, whose answers have a shape of their own. 401 is an answer here, not a lapse. */
export async function callAccounts(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const request = new Request(`${ACCOUNTS}/${path}`, {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const response = await send(request);
  return { status: response.status, body: await jsonOrNull(response) };
}

async function jsonOrNull(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
}

export function isApiError(problem: unknown): problem is ApiError {
  return problem instanceof ApiError;
}
