import { expect, it } from "vitest";
import { photoForm } from "./upload";
import { makeUuid } from "./uuid";

it("sends the id, view, file and the file's own time with the local offset", () => {
  const file = new File(["bytes"], "IMG_0001.jpg", { type: "image/jpeg", lastModified: Date.UTC(2026, 2, 12, 7, 30) });
  const form = photoForm({ id: "id-1", file, view: "frontal", subject: "s1", takenAt: "" });
  expect([...form.keys()]).toEqual(["id", "subject", "view", "last_modified", "file"]);
  expect(form.get("last_modified")).toMatch(/^2026-03-1[123]T\d\d:30:00[+-]\d\d:\d\d$/);
  expect(new Date(String(form.get("last_modified"))).getTime()).toBe(file.lastModified);
});

it("sends a date only when the person gave one", () => {
  const file = new File(["bytes"], "a.jpg");
  const form = photoForm({ id: "id-1", file, view: "frontal", subject: "s1", takenAt: "2025-12-24T18:00" });
  expect(form.get("taken_at")).toMatch(/^2025-12-24T18:00:00[+-]\d\d:\d\d$/);
});

it("makes version-4 UUIDs, also where the browser does not", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(makeUuid()).toMatch(shape);
  const own = crypto.randomUUID;
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  try {
    const made = Array.from({ length: 50 }, makeUuid);
    for (const one of made) expect(one).toMatch(shape);
    expect(new Set(made).size).toBe(50);
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: own, configurable: true });
  }
});
