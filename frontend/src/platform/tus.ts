import { ensureCsrfToken } from "../api/csrf";
import { ApiError, errorFrom, networkError } from "../api/errors";
import { reach } from "../api/reach";
import { waitBefore } from "../domain/backoff";
import type { Photo } from "../domain/models";
import { UPLOAD_CHUNK_BYTES, type View } from "../domain/vocabulary";

/** What the server is told of a photo before its bytes, as `POST /photos/` takes it. */
export interface UploadFields {
  subject: string;
  view: View;
  /** Wall time with offset; empty lets the server read the date from the file. */
  takenAt: string;
  /** The file's own date on the phone, as wall time text. */
  lastModified: string;
  name: string;
}

export interface ResumableUpload {
  /** Client-made UUID: the photo's id, and what an interrupted upload is found again by. */
  id: string;
  /** Whose outbox it lies in: the server takes it from this account alone, whoever has signed in meanwhile. */
  account: string;
  fields: UploadFields;
  bytes: ArrayBuffer;
  /** Of `bytes`, 64 hexadecimal digits in lower case. The server stores nothing whose hash is another. */
  sha256: string;
  /** Called with the share of 0–1 that lies safely on the server. */
  report: (share: number) => void;
  signal: AbortSignal;
}

const UPLOADS = "/api/v1/photos/uploads/";
const TUS = { "Tus-Resumable": "1.0.0", Accept: "application/json" };
/** A line that says nothing for so long is taken to be dead; what arrived of the chunk is kept all the same. */
const SILENCE_MS = 60_000;
/** Failures in a row, none of which brought the upload any further, before the caller hears of it. */
const TRIES = 4;

/**
 * Sends a photo in chunks by tus 1.0, going on where an earlier attempt of this or any other tab has ended, and answers
 * the stored photo. The same id, or the same bytes again, give the first photo.
 *
 * Needs no window: it runs in the service worker too. Throws ApiError `network` once the line has failed several times
 * without getting any further, the server's own ApiError where it refuses the photo, and an AbortError on `signal`;
 * calling again later is always right, and sends only what is missing.
 */
export async function sendResumable(upload: ResumableUpload): Promise<Photo> {
  let furthest = -1;
  for (let failures = 0; ; failures += 1) {
    try {
      // Answers the photo where it is complete: also after the answer to its last chunk was lost.
      let answer = await begin(upload);
      while (typeof answer === "number") {
        if (answer > furthest) {
          furthest = answer;
          failures = 0;
        }
        upload.report(answer / upload.bytes.byteLength);
        answer = await sendChunk(upload, answer);
      }
      upload.report(1);
      return answer;
    } catch (problem) {
      if (!(problem instanceof ApiError) || !canGoOn(problem) || failures + 1 >= TRIES) throw problem;
      await pause(waitBefore(failures) ?? 0, upload.signal);
    }
  }
}

/** The line, a restart, or the server stands elsewhere than we thought: after a cut, or as another tab sends the same. */
function canGoOn({ code, status }: ApiError): boolean {
  return code === "network" || code === "offset_mismatch" || (status >= 500 && status !== 507);
}

/** How many bytes the server has, or the photo where it has all of them. */
async function begin(upload: ResumableUpload): Promise<number | Photo> {
  const headers = { "Upload-Length": String(upload.bytes.byteLength), "Upload-Metadata": metadata(upload) };
  return await ask(upload, "POST", UPLOADS, headers, null);
}

async function sendChunk(upload: ResumableUpload, offset: number): Promise<number | Photo> {
  const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
  const chunk = upload.bytes.slice(offset, offset + UPLOAD_CHUNK_BYTES);
  return await ask(upload, "PATCH", `${UPLOADS}${upload.id}/`, headers, chunk);
}

async function ask(
  { account, signal }: ResumableUpload,
  method: "POST" | "PATCH",
  address: string,
  headers: Record<string, string>,
  body: ArrayBuffer | null,
): Promise<number | Photo> {
  const request = new Request(address, {
    method,
    credentials: "same-origin",
    headers: { ...TUS, ...headers, "X-CSRFToken": await ensureCsrfToken(), "X-Likeness-Account": account },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS)]),
  });
  const response = await reach(request);
  const told = await jsonOrNull(response, signal);
  // What was begun has been cleared away meanwhile, and begins anew.
  if (method === "PATCH" && response.status === 404) throw networkError();
  if (!response.ok) throw errorFrom(response.status, told);
  // Cut off in mid-answer, this is no photo: what is missing is asked for again.
  if (isPhoto(told)) return told;
  const offset = Number(response.headers.get("Upload-Offset") ?? Number.NaN);
  // Not our server's answer: a captive portal, a proxy's page.
  if (!Number.isInteger(offset)) throw networkError();
  return offset;
}

/** `name base64,name base64`, without what is empty. */
export function metadata({ id, sha256, fields }: Pick<ResumableUpload, "id" | "sha256" | "fields">): string {
  const said: [string, string][] = [
    ["id", id],
    ["sha256", sha256],
    ["subject", fields.subject],
    ["view", fields.view],
    ["taken_at", fields.takenAt],
    ["last_modified", fields.lastModified],
    ["filename", fields.name],
  ];
  return said
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(",");
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function isPhoto(told: unknown): told is Photo {
  return typeof told === "object" && told !== null && "original" in told;
}

async function jsonOrNull(response: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return await response.json();
  } catch (_otherThanJsonOrCutOff) {
    signal.throwIfAborted();
    return null;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const over = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", over);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", over, { once: true });
  });
}
