import { describe, expect, it } from "vitest";
import { eventItem, photoItem, sessionItem } from "../../tests/samples";
import {
  appendPage,
  groupByMonth,
  isOpen,
  NO_FILTER,
  prependPage,
  processingIds,
  readTags,
  replacePhotos,
  sinceSession,
  withFreshStart,
} from "./timeline";

describe("months", () => {
  it("follow the local date, with sessions at the photo they came before, or first of all", () => {
    const months = groupByMonth([
      photoItem({ id: "p3", taken_at: "2026-04-01T00:10:00+02:00" }),
      sessionItem({ id: "s2", started_at: "2026-03-30T19:00:00" }),
      sessionItem({ id: "s1", started_at: "2026-03-28T19:00:00" }),
      photoItem({ id: "p2", taken_at: "2026-03-27T08:00:00" }),
      sessionItem({ id: "s0", started_at: "2026-03-20T19:00:00" }),
    ]);
    expect(months.map((group) => group.month)).toEqual(["2026-04", "2026-03"]);
    expect(months[0]?.cells).toMatchObject([{ kind: "photo", sessions: [] }]);
    expect(months[1]?.cells).toMatchObject([
      { kind: "sessions", sessions: [{ id: "s2" }, { id: "s1" }] },
      { kind: "photo", photo: { id: "p2" }, sessions: [{ id: "s0" }] },
    ]);
  });

  it("do not join sessions over the end of a month", () => {
    const months = groupByMonth([
      sessionItem({ id: "s2", started_at: "2026-04-01T19:00:00" }),
      sessionItem({ id: "s1", started_at: "2026-03-31T19:00:00" }),
    ]);
    expect(months.map((group) => group.cells.length)).toEqual([1, 1]);
  });

  it("mark photos that need a decision", () => {
    const [month] = groupByMonth([photoItem({ id: "a", state: "rejected" }), photoItem({ id: "b", state: "failed" })]);
    expect(month?.cells.map((cell) => cell.kind)).toEqual(["attention", "attention"]);
  });

  it("let an event stand on its own, between the photos around it", () => {
    const [month] = groupByMonth([
      photoItem({ id: "p2", taken_at: "2026-03-12T08:00:00" }),
      eventItem({ id: "e1", happened_at: "2026-03-10" }),
      sessionItem({ id: "s1", started_at: "2026-03-09T19:00:00" }),
      photoItem({ id: "p1", taken_at: "2026-03-08T08:00:00" }),
    ]);
    expect(month?.cells).toMatchObject([
      { kind: "photo", photo: { id: "p2" }, sessions: [] },
      { kind: "event", event: { id: "e1" }, sessions: [{ id: "s1" }] },
      { kind: "photo", photo: { id: "p1" } },
    ]);
  });

  it("are none for an empty record", () => {
    expect(groupByMonth([])).toEqual([]);
  });
});

describe("pages", () => {
  const items = ["a", "b", "c", "d"].map((id) => photoItem({ id }));
  const ids = (list: readonly { photo: { id: string } | null }[]) => list.map((item) => item.photo?.id);

  it("leave out what is already there", () => {
    expect(ids(appendPage(items.slice(0, 3), items.slice(2)))).toEqual(["a", "b", "c", "d"]);
  });

  it("keep the older ones when the newest is loaded again", () => {
    const fresh = { items: [photoItem({ id: "new" }), ...items.slice(0, 2)], next: "after-b" };
    expect(withFreshStart({ items, next: "after-d" }, fresh)).toMatchObject({ next: "after-d" });
    expect(ids(withFreshStart({ items, next: "after-d" }, fresh).items)).toEqual(["new", "a", "b", "c", "d"]);
  });

  it("drop what was deleted within the newest", () => {
    const fresh = { items: [items[0], items[2]].flatMap((item) => (item ? [item] : [])), next: "after-c" };
    expect(ids(withFreshStart({ items, next: "after-d" }, fresh).items)).toEqual(["a", "c", "d"]);
  });

  it("start over where old and new do not meet, and where the new page is all there is", () => {
    const strange = { items: [photoItem({ id: "x" })], next: "after-x" };
    expect(withFreshStart({ items, next: "after-d" }, strange)).toBe(strange);
    const all = { items: items.slice(0, 1), next: null };
    expect(withFreshStart({ items, next: null }, all)).toBe(all);
  });
});

it("a page above is added once", () => {
  const items = ["a", "b", "c"].map((id) => photoItem({ id }));
  const above = prependPage(items.slice(1), items.slice(0, 2));
  expect(above.map((item) => item.photo?.id)).toEqual(["a", "b", "c"]);
});

describe("words", () => {
  it.each([
    ["", []],
    [" , ,", []],
    ["Clinic, after  holiday ,clinic", ["clinic", "after holiday"]],
  ])("reads the tags of %j", (text, tags) => {
    expect(readTags(text)).toEqual(tags);
  });

  it.each([
    [0, "now", 0],
    [0.99, "now", 0],
    [1, "hours", 1],
    [47.9, "hours", 47],
    [48, "days", 2],
    [239, "days", 9],
  ])("says %d hours since a session in %s", (hours, unit, count) => {
    expect(sinceSession(hours)).toEqual({ unit, count });
  });

  it("knows an open filter", () => {
    expect(isOpen(NO_FILTER)).toBe(true);
    expect(isOpen({ ...NO_FILTER, zone: "neck" })).toBe(false);
  });
});

it("puts newer versions of photos in their places and lists those on their way", () => {
  const items = [photoItem({ id: "a", state: "received" }), sessionItem(), photoItem({ id: "b", state: "received" })];
  expect(processingIds(items)).toEqual(["a", "b"]);
  const after = replacePhotos(
    items,
    [photoItem({ id: "b", state: "aligned" }).photo].flatMap((one) => one ?? []),
  );
  expect(processingIds(after)).toEqual(["a"]);
  expect(after[1]).toBe(items[1]);
});
