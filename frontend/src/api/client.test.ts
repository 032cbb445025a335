import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_FILTER } from "../domain/timeline";
import * as accounts from "./accounts";
import { whenSignedOut } from "./client";
import { csrfToken } from "./csrf";
import * as records from "./records";
import { stream } from "./timeline";

const answer = (status: number, body: unknown) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json" },
  });

let sent: Request[] = [];
let replies: (() => Response | Promise<Response>)[] = [];

beforeEach(() => {
  sent = [];
  replies = [];
  // biome-ignore lint/suspicious/noDocumentCookie: the test plays the server, which sets the cookie.
  document.cookie = "csrftoken=tok%3Den";
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request);
    const reply = replies.shift();
    if (!reply) throw new Error(`Nobody expected ${request.method} ${request.url}`);
    return reply();
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  whenSignedOut(() => undefined);
});

describe("the client", () => {
  it("sends the CSRF token with writes only", async () => {
    replies = [() => answer(204, null), () => answer(200, { email: "a@b.c", subjects: [] })];
    await records.deletePhoto("p1");
    await records.me();
    expect(sent[0]?.headers.get("X-CSRFToken")).toBe("tok=en");
    expect(new URL(sent[0]?.url ?? "").pathname).toBe("/api/v1/photos/p1/");
    expect(sent[1]?.headers.has("X-CSRFToken")).toBe(false);
  });

  it("finds the token among other cookies", () => {
    expect(csrfToken("a=1; csrftoken=xyz; b=2")).toBe("xyz");
    expect(csrfToken("notcsrftoken=1")).toBeNull();
  });

  it("throws the API's refusal", async () => {
    replies = [() => answer(404, { code: "not_found", message: "Gone.", fields: {} })];
    await expect(records.photo("p1")).rejects.toMatchObject({ code: "not_found", status: 404 });
  });

  it("names a lost network as such", async () => {
    replies = [() => Promise.reject(new TypeError("Failed to fetch"))];
    await expect(records.me()).rejects.toMatchObject({ code: "network" });
  });

  it("tells whoever minds sign-outs of a 401", async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    replies = [() => answer(401, { code: "not_authenticated", message: "", fields: {} })];
    await expect(records.me()).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it("takes only the cursor from the next page's address", async () => {
    expect(records.cursorOf("http://evil.example/api/v1/timeline/?cursor=abc%3D&page_size=60")).toBe("abc=");
    expect(records.cursorOf(null)).toBeNull();
  });

  it("leaves out a timeline row that holds nothing", async () => {
    replies = [
      () =>
        answer(200, { next: null, results: [{ kind: "photo", local_date: "2026-03-12", photo: null, session: null }] }),
    ];
    const page = await stream({ ...NO_FILTER, subject: "s" }, new AbortController().signal);
    expect(page).toEqual({ items: [], next: null, previous: null });
    expect(new URL(sent[0]?.url ?? "").search).toBe("?subject=s");
  });
});

describe("accounts", () => {
  it("take allauth's 401 as a sign-out that worked", async () => {
    replies = [() => answer(401, { status: 401, data: {}, meta: { is_authenticated: false } })];
    await expect(accounts.signOut()).resolves.toBeUndefined();
  });

  it("name a wrong password by its code", async () => {
    replies = [
      () => answer(400, { status: 400, errors: [{ code: "email_password_mismatch", param: "password", message: "" }] }),
    ];
    await expect(accounts.signIn("a@b.c", "no")).rejects.toMatchObject({ code: "email_password_mismatch" });
  });

  it("name a closed sign-up, and see it in the configuration", async () => {
    replies = [
      () => answer(403, { status: 403 }),
      () => answer(200, { data: { account: { is_open_for_signup: false } } }),
    ];
    await expect(accounts.signUp("a@b.c", "long enough words")).rejects.toMatchObject({ code: "sign_up_closed" });
    await expect(accounts.signUpIsOpen()).resolves.toBe(false);
  });

  it("take 401 after a password reset as done: nobody is signed in by it", async () => {
    replies = [() => answer(401, { status: 401 })];
    await expect(accounts.resetPassword("key", "three quiet herons")).resolves.toBeUndefined();
  });

  it("say whether a reset key can still be used", async () => {
    replies = [() => answer(200, {}), () => answer(400, { errors: [{ code: "invalid_password_reset" }] })];
    expect(await accounts.resetKeyIsGood("good")).toBe(true);
    expect(await accounts.resetKeyIsGood("bad")).toBe(false);
    expect(sent[0]?.headers.get("X-Password-Reset-Key")).toBe("good");
  });
});
