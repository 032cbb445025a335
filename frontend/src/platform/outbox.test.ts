import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { samplePhoto, sampleSession } from "../../tests/samples";
import type { NewCapture, OutboxItem } from "../domain/outbox";
import { NotKept, Outbox, sendInBackground, type Told } from "./outbox";
import { Vault } from "./vault";

const TEXT = "the bytes of a picture";
const SHA = "8ed4ac2b93a4cbfd8ff4e0b43e91a5ff2ec81c3b3c9a21b2cc3a76f6f2e3d1aa";
const bytes = (text = TEXT) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const capture = (id: string, values: Partial<NewCapture> = {}): NewCapture => ({
  id,
  subject: { id: "s1", name: "Anna" },
  view: "frontal",
  takenAt: "",
  name: `${id}.jpg`,
  mediaType: "image/jpeg",
  bytes: bytes(),
  lastModified: "2026-03-12T08:30:00",
  source: "file",
  sitting: null,
  ...values,
});
const { id: _id, subject: _subject, simulated: _simulated, created_at: _made, ...draft } = sampleSession();

interface Asked {
  path: string;
  headers: Headers;
  form: FormData | null;
  body: Record<string, unknown> | null;
}
let asked: Asked[] = [];
/** What the server does with a request; it keeps photos by id as the real one does. */
let serve: (one: Asked) => Response | Promise<Response>;
let account = 0;
let name = "";
let open: Outbox[] = [];
const never = new AbortController().signal;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const refuse = (status: number, code: string) => json(status, { code, message: "No.", fields: {} });

async function digest(form: FormData): Promise<string> {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await (form.get("file") as File).arrayBuffer()));
  return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function store({ form, body }: Asked): Promise<Response> {
  if (!form) return json(201, sampleSession({ id: String(body?.id) }));
  const file = form.get("file") as File;
  const original = { ...samplePhoto().original, sha256: await digest(form), bytes: file.size };
  return json(201, samplePhoto({ id: String(form.get("id")), state: "received", original }));
}

async function reopen(): Promise<Outbox> {
  const box = await Outbox.open(name);
  open.push(box);
  return box;
}
const steps = async (box: Outbox) => (await box.list()).map((item) => `${item.id} ${item.step}`);
const sentIds = () => asked.map(({ form, body }) => form?.get("id") ?? body?.id);

beforeEach(() => {
  account += 1;
  name = `outbox-${account}`;
  asked = [];
  open = [];
  serve = store;
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server, which sets the cookie.
  document.cookie = "csrftoken=token";
  vi.stubGlobal("fetch", async (request: Request) => {
    const isForm = request.headers.get("Content-Type")?.startsWith("multipart") ?? false;
    const one: Asked = {
      path: new URL(request.url).pathname,
      headers: request.headers,
      form: isForm ? await request.formData() : null,
      body: !isForm && request.method === "POST" ? ((await request.json()) as Record<string, unknown>) : null,
    };
    asked.push(one);
    return serve(one);
  });
});
afterEach(() => {
  for (const box of open) box.close();
  vi.unstubAllGlobals();
});

it("keeps over a reopening, and sends with what the photo is", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1", { takenAt: "2026-03-12T08:30:00+01:00", view: "lateral_left" }));
  box.close();
  const again = await reopen();
  expect(await steps(again)).toEqual(["p1 waiting"]);
  expect(await again.send(never)).toBe("done");
  const [one] = asked;
  expect(one?.path).toBe("/api/v1/photos/");
  const fields = ["id", "subject", "view", "taken_at", "last_modified"].map((field) => one?.form?.get(field));
  expect(fields).toEqual(["p1", "s1", "lateral_left", "2026-03-12T08:30:00+01:00", "2026-03-12T08:30:00"]);
  const file = one?.form?.get("file");
  expect(file instanceof File && (await file.text())).toBe(TEXT);
  expect(one?.headers.get("X-CSRFToken")).toBe("token");
  expect(one?.headers.get("X-Likeness-Account")).toBe(name);
  expect(await again.list()).toEqual([]);
  expect(await again.bytesOf("p1")).toBeNull();
});

it("lets the server date what nobody has dated", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  await box.send(never);
  expect(asked[0]?.form?.has("taken_at")).toBe(false);
});

it("removes nothing before the answer names the same digest", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  serve = () => json(201, samplePhoto({ id: "p1", original: { ...samplePhoto().original, sha256: SHA } }));
  expect(await box.send(never)).toBe("done");
  const [item] = await box.list();
  expect(item).toMatchObject({ step: "refused", problem: { code: "other_bytes" } });
  expect(new TextDecoder().decode((await box.bytesOf("p1")) ?? undefined)).toBe(TEXT);
});

it("takes a proxy's page with a good status for no proof", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  serve = () => new Response("<html>Welcome to the hotel</html>", { status: 200 });
  expect(await box.send(never)).toBe("retry");
  expect(await steps(box)).toEqual(["p1 waiting"]);
});

it("sends again, under the same id, what was under way when the tab was killed", async () => {
  const killed = await reopen();
  await killed.keepPhoto(capture("p1"));
  // The server has stored it; its answer never comes, and the tab dies with it.
  serve = async (one) => {
    await store(one);
    return new Promise<Response>(() => undefined);
  };
  const dying = new AbortController();
  void killed.send(dying.signal).catch(() => undefined);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const next = await reopen();
  expect(await steps(next)).toEqual(["p1 waiting"]);
  serve = store;
  expect(await next.send(never)).toBe("done");
  expect(sentIds()).toEqual(["p1", "p1"]);
  expect(await next.list()).toEqual([]);
});

it.each(["remove", "put"] as const)("goes on after dying between the answer and the next step (%s)", async (step) => {
  const box = await reopen();
  for (const id of ["p1", "p2"]) await box.keepPhoto(capture(id));
  vi.spyOn(Vault.prototype, step).mockRejectedValueOnce(new Error("killed"));
  serve = (one) => (step === "put" && asked.length === 1 ? refuse(404, "not_found") : store(one));
  await expect(box.send(never)).rejects.toThrow("killed");
  box.close();
  const again = await reopen();
  expect(await steps(again)).toEqual(["p1 waiting", "p2 waiting"]);
  expect(await again.send(never)).toBe("done");
  expect(sentIds()).toEqual(["p1", "p1", "p2"]);
  expect(await again.count()).toBe(0);
});

it("says that a photo was here before, and lets it go", async () => {
  const box = await reopen();
  const told: Told[] = [];
  box.watch((one) => told.push(one));
  await box.keepPhoto(capture("p1"));
  serve = async (one) => {
    const stored = (await (await store(one)).json()) as object;
    return json(200, { ...stored, id: "earlier" });
  };
  await box.send(never);
  const said = told.map((one) => ("changed" in one ? one.changed.step : "removed"));
  expect(said).toEqual(["waiting", "sending", "already_here"]);
  expect(await box.list()).toEqual([]);
});

it("keeps what the server refuses, with its reason, over a reopening, and goes on with the rest", async () => {
  const box = await reopen();
  for (const id of ["p1", "p2", "p3"]) await box.keepPhoto(capture(id));
  serve = (one) => (one.form?.get("id") === "p2" ? refuse(403, "not_allowed") : store(one));
  expect(await box.send(never)).toBe("done");
  box.close();
  const again = await reopen();
  expect(await again.list()).toMatchObject([{ id: "p2", step: "refused", problem: { code: "not_allowed" } }]);
  await again.send(never);
  expect(sentIds()).toEqual(["p1", "p2", "p3"]);
  serve = store;
  await again.again("p2");
  expect(await again.send(never)).toBe("done");
  expect(await again.list()).toEqual([]);
});

it("tries what meets trouble of its own later, and sends the others first", async () => {
  const box = await reopen();
  for (const id of ["p1", "p2"]) await box.keepPhoto(capture(id));
  serve = (one) => (one.form?.get("id") === "p1" ? refuse(500, "server") : store(one));
  expect(await box.send(never)).toBe("retry");
  expect(await box.list()).toMatchObject([{ id: "p1", step: "waiting", waitsFor: "retry", attempts: 1 }]);
});

it.each([
  ["the line is cut", () => Promise.reject(new TypeError("Failed to fetch")), "retry"],
  ["nobody is signed in", () => refuse(401, "not_authenticated"), "sign_in"],
  ["it was too much at once", () => refuse(429, "throttled"), "retry"],
] as const)("stops and keeps everything when %s", async (_when, trouble, outcome) => {
  const box = await reopen();
  for (const id of ["p1", "p2"]) await box.keepPhoto(capture(id));
  serve = trouble;
  expect(await box.send(never)).toBe(outcome);
  expect(asked).toHaveLength(1);
  expect(await steps(box)).toEqual(["p1 waiting", "p2 waiting"]);
});

it("sends a session as it was logged", async () => {
  const box = await reopen();
  await box.keepSession({ id: "t1", subject: { id: "s1", name: "Anna" }, draft });
  expect(await box.send(never)).toBe("done");
  expect(asked[0]?.path).toBe("/api/v1/sessions/");
  expect(asked[0]?.body).toEqual({ id: "t1", subject: "s1", ...draft });
  expect(await box.list()).toEqual([]);
});

it("takes along what is added while it sends", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  serve = async (one) => {
    if (one.form?.get("id") === "p1") await box.keepPhoto(capture("p2"));
    return store(one);
  };
  await box.send(never);
  expect(sentIds()).toEqual(["p1", "p2"]);
});

it("does not send what the person has taken out meanwhile", async () => {
  const box = await reopen();
  for (const id of ["p1", "p2"]) await box.keepPhoto(capture(id));
  serve = async (one) => {
    await box.remove("p2");
    return store(one);
  };
  await box.send(never);
  expect(sentIds()).toEqual(["p1"]);
});

it("does not bring back what was taken out while it failed", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  serve = async () => {
    await box.remove("p1");
    return refuse(500, "server");
  };
  await box.send(never);
  expect(await box.list()).toEqual([]);
  expect(await box.count()).toBe(0);
});

it("keeps the accounts of a phone apart", async () => {
  const mine = await reopen();
  await mine.keepPhoto(capture("p1"));
  name = `${name}-other`;
  const theirs = await reopen();
  expect(await theirs.list()).toEqual([]);
  expect(await theirs.send(never)).toBe("done");
  expect(asked).toEqual([]);
});

it("holds and sends in memory what found no room, and says so", async () => {
  const box = await reopen();
  vi.spyOn(Vault.prototype, "putAll").mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
  await expect(box.keepPhoto(capture("p1"))).rejects.toEqual(new NotKept("storage_full"));
  expect(box.isUnkept("p1")).toBe(true);
  expect(await steps(box)).toEqual(["p1 waiting"]);
  expect(await box.count()).toBe(1);
  expect((await box.bytesOf("p1"))?.byteLength).toBe(TEXT.length);
  expect(await box.send(never)).toBe("done");
  expect(sentIds()).toEqual(["p1"]);
  expect(box.isUnkept("p1")).toBe(false);
});

it("works in a window that gives no storage", async () => {
  vi.spyOn(Vault, "open").mockRejectedValueOnce(new DOMException("blocked", "InvalidStateError"));
  const box = await reopen();
  await expect(box.keepPhoto(capture("p1"))).rejects.toEqual(new NotKept("no_storage"));
  expect(await box.send(never)).toBe("done");
  expect(sentIds()).toEqual(["p1"]);
});

it("compares the number of bytes on a page that can make no digest, and keeps in clear", async () => {
  const { subtle } = crypto;
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  expect(await box.list()).toMatchObject([{ sha256: null, size: TEXT.length }]);
  vi.stubGlobal("crypto", { subtle, getRandomValues: crypto.getRandomValues.bind(crypto) });
  serve = () => json(201, samplePhoto({ id: "p1", original: { ...samplePhoto().original, bytes: TEXT.length } }));
  expect(await box.send(never)).toBe("done");
  expect(await box.list()).toEqual([]);
});

it("lets one tab send at a time, and tells the others", async () => {
  const turns: (() => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: unknown, work: () => Promise<unknown>) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  vi.stubGlobal("navigator", { locks: { request } });
  const [one, two] = [await reopen(), await reopen()];
  const seen: OutboxItem[] = [];
  two.watch((told) => "changed" in told && seen.push(told.changed));
  for (const id of ["p1", "p2"]) await one.keepPhoto(capture(id));
  serve = (asked_) => new Promise((resolve) => turns.push(() => resolve(store(asked_))));
  const both = Promise.all([one.send(never), two.send(never)]);
  for (const turn of [0, 1]) {
    await vi.waitFor(() => expect(turns).toHaveLength(turn + 1));
    turns[turn]?.();
  }
  expect(await both).toEqual(["done", "done"]);
  expect(sentIds()).toEqual(["p1", "p2"]);
  await vi.waitFor(() => expect(seen.filter((item) => item.step === "confirmed")).toHaveLength(2));
});

it("sends in the background for whoever is signed in, and asks to be called again", async () => {
  const box = await reopen();
  await box.keepPhoto(capture("p1"));
  let signedIn: string | null = null;
  let cut = true;
  serve = (one) => {
    if (one.path === "/api/v1/me/") return signedIn ? json(200, { id: signedIn }) : refuse(401, "not_authenticated");
    return cut ? Promise.reject(new TypeError("Failed to fetch")) : store(one);
  };
  await sendInBackground();
  signedIn = `${name}-other`;
  await sendInBackground();
  expect(sentIds().filter(Boolean)).toEqual([]);
  signedIn = name;
  await expect(sendInBackground()).rejects.toThrow();
  cut = false;
  await sendInBackground();
  expect(sentIds().filter(Boolean)).toEqual(["p1", "p1"]);
  expect(await box.list()).toEqual([]);
});
