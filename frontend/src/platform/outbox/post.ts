import { ensureCsrfToken } from "../../api/csrf";
import { errorFrom } from "../../api/errors";
import { reach } from "../../api/reach";
import type { Me, Photo, Session } from "../../domain/models";
import type { PhotoItem, SessionItem } from "../../domain/outbox";

/** For what is small, or cannot be sent in pieces since the page makes no hash. */
const LONGEST_POST_MS = 15 * 60_000;

/** The multipart form of one photo, as `POST /photos/` takes it. */
export function photoForm(item: PhotoItem, bytes: ArrayBuffer): FormData {
  const form = new FormData();
  form.set("id", item.id);
  form.set("subject", item.subject.id);
  form.set("view", item.view);
  form.set("last_modified", item.lastModified);
  if (item.takenAt !== "") form.set("taken_at", item.takenAt);
  // Last, so that a server reading in order knows everything before the bytes come.
  form.set("file", new File([bytes], item.name, { type: item.mediaType }));
  return form;
}

/** One request with everything. The same id again is answered with the first photo. */
export function postPhoto(item: PhotoItem, bytes: ArrayBuffer, account: string, signal: AbortSignal): Promise<Photo> {
  return post<Photo>("/api/v1/photos/", photoForm(item, bytes), {}, account, signal);
}

export function postSession({ id, subject, draft }: SessionItem, account: string, signal: AbortSignal) {
  const body = JSON.stringify({ id, subject: subject.id, ...draft });
  return post<Session>("/api/v1/sessions/", body, { "Content-Type": "application/json" }, account, signal);
}

async function post<Answer>(
  path: string,
  body: FormData | string,
  headers: Record<string, string>,
  account: string,
  signal: AbortSignal,
): Promise<Answer> {
  const request = new Request(path, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      ...headers,
      Accept: "application/json",
      "X-CSRFToken": await ensureCsrfToken(),
      // The server takes it from this account alone, whoever has signed in meanwhile.
      "X-Likeness-Account": account,
    },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_POST_MS)]),
  });
  return answerOf<Answer>(await reach(request));
}

/** Who is signed in; null for nobody. */
export async function whoIsSignedIn(): Promise<string | null> {
  const response = await reach(new Request("/api/v1/me/", { credentials: "same-origin" }));
  if (response.status === 401 || response.status === 403) return null;
  return (await answerOf<Me>(response)).id;
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const body = await jsonOrNull(response);
  // A good status without the API's own body is some proxy's page: nothing was proved.
  if (response.ok && body !== null) return body as Answer;
  throw errorFrom(response.ok ? 502 : response.status, body);
}

async function jsonOrNull(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (_otherThanJsonOrCutOff) {
    return null;
  }
}
