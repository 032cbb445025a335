import { describe, expect, it } from "vitest";
import { cameFor, isPublic, matchRoute, neededFor, placeOf, safeReturnPath, staysInside } from "./routes";

describe("a path", () => {
  it.each([
    ["/", "timeline", {}],
    ["/photos/abc", "photo", { id: "abc" }],
    ["/photos/abc/", "photo", { id: "abc" }],
    ["/timelapse", "timelapse", {}],
    ["/blind", "blind", {}],
    ["/sessions", "sessions", {}],
    ["/sessions/new", "newSession", {}],
    ["/sessions/abc", "session", { id: "abc" }],
    ["/reset/1-c%2Fd", "reset", { key: "1-c/d" }],
    ["/clients/new", "newClient", {}],
    ["/clients/abc", "client", { id: "abc" }],
    ["/practices/new", "newPractice", {}],
    ["/practices/abc/team", "team", { id: "abc" }],
    ["/practice/abc", "meetPractice", { id: "abc" }],
    ["/invite/tok_en-1", "invitation", { token: "tok_en-1" }],
    ["/claim/tok_en-1", "claim", { token: "tok_en-1" }],
    ["/photos", "notFound", {}],
    ["/photos/a/b", "notFound", {}],
    ["/photos/%E0%A4%A", "notFound", {}],
  ])("%s leads to %s", (path, name, params) => {
    expect(matchRoute(path)).toEqual({ name, params });
  });
});

it("asks to sign in everywhere but at the door", () => {
  expect(["signIn", "signUp", "forgotten", "reset"].every((name) => isPublic(name as "signIn"))).toBe(true);
  expect(isPublic("timeline")).toBe(false);
  expect(isPublic("notFound")).toBe(false);
});

describe("the way back after sign-in", () => {
  it("leads where the person was", () => {
    expect(safeReturnPath("/compare?a=1&b=2")).toBe("/compare?a=1&b=2");
  });

  it.each([
    null,
    "",
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/sign-in",
    "/nowhere",
  ])("is the timeline instead of %j", (path) => {
    expect(safeReturnPath(path)).toBe("/");
  });
});

it("marks the place in the bar", () => {
  expect([placeOf("photo"), placeOf("newSession"), placeOf("capture"), placeOf("signIn")]).toEqual([
    "timeline",
    "sessions",
    "capture",
    null,
  ]);
});

it("follows only links that stay inside the app", () => {
  const own = "https://likeness.example";
  const link = { origin: own, pathname: "/compare", target: "", download: false };
  expect(staysInside(link, own)).toBe(true);
  expect(staysInside({ ...link, origin: "https://elsewhere.example" }, own)).toBe(false);
  expect(staysInside({ ...link, target: "_blank" }, own)).toBe(false);
  expect(staysInside({ ...link, download: true }, own)).toBe(false);
  expect(staysInside({ ...link, pathname: "/api/docs/" }, own)).toBe(false);
});

it("knows what a screen asks of the open record", () => {
  expect(neededFor("capture")).toBe("add_photos");
  expect(neededFor("newSession")).toBe("add_sessions");
  expect(
    ["timeline", "photo", "compare", "session", "measures", "blind"].map((name) => neededFor(name as "photo")),
  ).toEqual(Array(6).fill("see"));
  expect(["more", "clients", "access", "log", "security", "claim"].map((name) => neededFor(name as "more"))).toEqual(
    Array(6).fill(null),
  );
});

it("knows for which link somebody came who signs in first", () => {
  expect(cameFor("/claim/abc")).toBe("claim");
  expect(cameFor("/practice/abc?x=1")).toBe("meetPractice");
  expect(cameFor("/compare")).toBeNull();
  expect(cameFor(null)).toBeNull();
});
