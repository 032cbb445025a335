import { expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import type { Page } from "../domain/models";
import { Pager } from "./pager.svelte";

interface Item {
  id: string;
  word?: string;
}

const page = (ids: string, next: string | null = null): Page<Item> => ({ items: [...ids].map((id) => ({ id })), next });
const ids = (pager: Pager<Item>) => pager.items?.map((one) => one.id).join("");

it("goes on after the pages that are there", async () => {
  const ask = vi.fn(async (cursor: string | null) => (cursor === null ? page("ab", "2") : page("c")));
  const pager = new Pager(ask);
  expect(pager.items).toBeNull();
  await pager.start();
  expect([ids(pager), pager.next]).toEqual(["ab", "2"]);
  await pager.more();
  expect([ids(pager), pager.next, pager.busy]).toEqual(["abc", null, false]);
  await pager.more();
  expect(ask.mock.calls).toEqual([[null], ["2"]]);
});

it("keeps what is there when the next page cannot be had, and asks for that one again", async () => {
  let down = true;
  const pager = new Pager<Item>(async (cursor) => {
    if (cursor === null) return page("a", "2");
    if (down) throw new ApiError("network", "", 0);
    return page("b");
  });
  await pager.start();
  await pager.more();
  expect([ids(pager), pager.problem?.code, pager.busy]).toEqual(["a", "network", false]);
  down = false;
  await pager.again();
  expect([ids(pager), pager.problem]).toEqual(["ab", null]);
});

it("drops the answer to a question that another one overtook", async () => {
  const answers: ((page: Page<Item>) => void)[] = [];
  const pager = new Pager<Item>(() => new Promise((answer) => answers.push(answer)));
  const first = pager.start();
  const second = pager.start();
  answers[1]?.(page("new"));
  await second;
  answers[0]?.(page("old"));
  await first;
  expect(ids(pager)).toBe("new");
});

it("forgets another list at once, and keeps its own until it is there anew", async () => {
  const pager = new Pager<Item>(async () => page("a"));
  await pager.start();
  const refreshed = pager.refresh();
  expect(ids(pager)).toBe("a");
  await refreshed;
  const started = pager.start();
  expect(pager.items).toBeNull();
  await started;
});

it("puts a newer state in its place", async () => {
  const pager = new Pager<Item>(async () => page("abc"));
  await pager.start();
  pager.replace({ id: "b", word: "newer" });
  expect(pager.items).toEqual([{ id: "a" }, { id: "b", word: "newer" }, { id: "c" }]);
});

it("throws on what is no answer of the server", async () => {
  const pager = new Pager<Item>(async () => {
    throw new TypeError("a defect");
  });
  await expect(pager.start()).rejects.toThrow("a defect");
});
