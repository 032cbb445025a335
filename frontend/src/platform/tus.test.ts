import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { ApiError } from "../api/errors";
import { UPLOAD_CHUNK_BYTES } from "../domain/vocabulary";
import { metadata, type ResumableUpload, sendResumable } from "./tus";

const SIZE = 2.5 * UPLOAD_CHUNK_BYTES;
const CONTENT = Uint8Array.from({ length: SIZE }, (_, index) => index % 251);
const SHA256 = "a".repeat(64);
const FIELDS = {
  subject: "s1",
  view: "frontal",
  takenAt: "2026-03-12T08:30:00+01:00",
  lastModified: "",
  name: "früh 1.jpg",
} as const;

/** What `fail` may do to a request: nothing, cut the line after some bytes, or answer otherwise. */
type Trouble = "none" | { cutAfter: number } | { answer: Response } | { loseAnswer: true };

/** A server that keeps bytes as ours does, before which a line can be cut. */
class Server {
  kept = new Uint8Array(0);
  requests: string[] = [];
  trouble: Trouble[] = [];

  fetch = async (request: Request): Promise<Response> => {
    request.signal.throwIfAborted();
    const { headers, method } = request;
    const body = new Uint8Array(await request.arrayBuffer());
    const at = Number(headers.get("Upload-Offset") ?? "0");
    this.requests.push(`${method} ${method === "POST" ? new URL(request.url).pathname : `${at}+${body.length}`}`);
    expect(headers.get("Tus-Resumable")).toBe("1.0.0");
    expect(headers.get("X-CSRFToken")).toBe("token");
    expect(headers.get("X-Likeness-Account")).toBe("account-1");
    const trouble = this.trouble.shift() ?? "none";
    if (trouble !== "none" && "answer" in trouble) return trouble.answer;
    if (trouble !== "none" && "cutAfter" in trouble) {
      this.keep(at, body.slice(0, trouble.cutAfter));
      throw new TypeError("Failed to fetch");
    }
    if (method === "PATCH" && at !== this.kept.length) return problem(409, "offset_mismatch");
    this.keep(at, body);
    if (trouble !== "none") throw new TypeError("Failed to fetch");
    if (this.kept.length === SIZE) return Response.json(samplePhoto({ id: "id-1" }), { status: 201 });
    const told = { "Upload-Offset": String(this.kept.length) };
    return method === "POST"
      ? Response.json({}, { status: 201, headers: told })
      : new Response(null, { status: 204, headers: told });
  };

  private keep(at: number, bytes: Uint8Array): void {
    if (at !== this.kept.length) return;
    const grown = new Uint8Array(at + bytes.length);
    grown.set(this.kept);
    grown.set(bytes, at);
    this.kept = grown;
  }
}

/** Without the seconds that a comparison with words for each difference takes. */
function isWhole(): boolean {
  return server.kept.length === SIZE && server.kept.every((byte, index) => byte === CONTENT[index]);
}

function problem(status: number, code: string): Response {
  return Response.json({ code, message: "", fields: {} }, { status });
}

let server: Server;
let shares: number[];

function upload(signal = new AbortController().signal): ResumableUpload {
  const report = (share: number): number => shares.push(share);
  return { id: "id-1", account: "account-1", fields: FIELDS, bytes: CONTENT.buffer, sha256: SHA256, report, signal };
}

/** Runs all waits at once. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  const outcome = promise.then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  await vi.runAllTimersAsync();
  const told = await outcome;
  if ("reason" in told) throw told.reason;
  return told.value;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, "cookie", "get").mockReturnValue("csrftoken=token");
  server = new Server();
  shares = [];
  vi.stubGlobal("fetch", server.fetch);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("sends in chunks and answers the photo", async () => {
  const photo = await settled(sendResumable(upload()));
  expect(photo.id).toBe("id-1");
  expect(isWhole()).toBe(true);
  const [chunk, rest] = [UPLOAD_CHUNK_BYTES, SIZE - 2 * UPLOAD_CHUNK_BYTES];
  expect(server.requests).toEqual([
    "POST /api/v1/photos/uploads/",
    `PATCH 0+${chunk}`,
    `PATCH ${chunk}+${chunk}`,
    `PATCH ${2 * chunk}+${rest}`,
  ]);
  expect(shares).toEqual([0, 0.4, 0.8, 1]);
});

it("goes on where the server stands after a cut in mid-chunk", async () => {
  server.trouble = ["none", "none", { cutAfter: 1000 }];
  await settled(sendResumable(upload()));
  expect(isWhole()).toBe(true);
  expect(server.requests[3]).toBe("POST /api/v1/photos/uploads/");
  expect(server.requests[4]).toBe(`PATCH ${UPLOAD_CHUNK_BYTES + 1000}+${UPLOAD_CHUNK_BYTES}`);
});

it("goes on with what an earlier attempt has brought", async () => {
  server.kept = CONTENT.slice(0, 2_000_000);
  await settled(sendResumable(upload()));
  expect(server.requests[1]).toBe(`PATCH 2000000+${SIZE - 2_000_000}`);
});

it("is told the photo though the answer to the last chunk was lost", async () => {
  server.trouble = ["none", "none", "none", { loseAnswer: true }];
  const photo = await settled(sendResumable(upload()));
  expect(photo.id).toBe("id-1");
  expect(server.requests.slice(4)).toEqual(["POST /api/v1/photos/uploads/"]);
});

it("sends nothing of a photo that is there already", async () => {
  server.kept = CONTENT;
  await settled(sendResumable(upload()));
  expect(server.requests).toEqual(["POST /api/v1/photos/uploads/"]);
});

it("asks again where another tab has sent meanwhile, or a restart or a proxy is in the way", async () => {
  server.trouble = [
    "none",
    { answer: problem(409, "offset_mismatch") },
    "none",
    { answer: new Response("<html>", { status: 502 }) },
    { answer: new Response("<html>Sign in to the network</html>", { status: 200 }) },
    "none",
    "none",
    { answer: problem(404, "not_found") },
  ];
  await settled(sendResumable(upload()));
  expect(isWhole()).toBe(true);
});

it("gives up once the line fails again and again without getting any further", async () => {
  server.trouble = Array.from({ length: 10 }, () => ({ cutAfter: 0 }));
  const caught = await settled(sendResumable(upload())).catch((problem: unknown) => problem);
  expect(caught instanceof ApiError && caught.code).toBe("network");
  expect(server.requests.length).toBe(4);
});

it("bears any number of cuts between which something arrives", async () => {
  server.trouble = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? "none" : { cutAfter: 40_000 }));
  await settled(sendResumable(upload()));
  expect(isWhole()).toBe(true);
});

it.each([
  [460, "other_bytes"],
  [400, "not_an_image"],
  [404, "not_found"],
  [507, "disk_full"],
  [401, "not_authenticated"],
  [403, "not_allowed"],
  [429, "throttled"],
])("passes on what the server says: %i %s", async (status, code) => {
  server.trouble = [{ answer: problem(status, code) }];
  const caught = await settled(sendResumable(upload())).catch((problem: unknown) => problem);
  expect(caught instanceof ApiError && [caught.status, caught.code]).toEqual([status, code]);
  expect(server.requests.length).toBe(1);
});

it("stops at once when it is told to, also while it waits", async () => {
  const controller = new AbortController();
  server.trouble = [{ cutAfter: 0 }];
  const sending = sendResumable(upload(controller.signal)).catch((problem: unknown) => problem);
  await vi.advanceTimersByTimeAsync(10);
  controller.abort();
  const caught = await settled(sending);
  expect(caught).toMatchObject({ name: "AbortError" });
  expect(server.requests.length).toBe(1);
});

it("says of a photo what the form says, in UTF-8, and leaves out what is not known", () => {
  const said = Object.fromEntries(
    metadata({ id: "id-1", sha256: SHA256, fields: FIELDS })
      .split(",")
      .map((pair) => pair.split(" ")),
  );
  expect(Object.keys(said)).toEqual(["id", "sha256", "subject", "view", "taken_at", "filename"]);
  const name = Uint8Array.from(atob(String(said.filename)), (letter) => letter.charCodeAt(0));
  expect(new TextDecoder().decode(name)).toBe("früh 1.jpg");
});
