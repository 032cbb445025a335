import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { adjust, go, router, startRouter } from "./router.svelte";

beforeAll(startRouter);
beforeEach(() => go("/", { replace: true }));
afterEach(() => {
  document.body.innerHTML = "";
});

function click(markup: string): boolean {
  document.body.innerHTML = markup;
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  document.body.querySelector("span")?.dispatchEvent(event);
  return event.defaultPrevented;
}

it("goes to a place and counts the visit", () => {
  const before = router.visit;
  go("/compare?a=1");
  expect(router.route.name).toBe("compare");
  expect(router.query.get("a")).toBe("1");
  expect(router.visit).toBe(before + 1);
});

it("changes the address of a screen without leaving it", () => {
  go("/compare");
  const { visit } = router;
  adjust("/compare?a=1&b=2");
  expect(location.search).toBe("?a=1&b=2");
  expect(router.visit).toBe(visit);
});

it("takes links that stay inside the app", () => {
  expect(click('<a href="/sessions/new"><span>x</span></a>')).toBe(true);
  expect(router.route.name).toBe("newSession");
});

it("leaves a click elsewhere alone", () => {
  expect(click("<span>x</span>")).toBe(false);
  expect(router.route.name).toBe("timeline");
});

it("steps back when a link up leads where one came from", () => {
  const back = vi.spyOn(history, "back").mockImplementation(() => undefined);
  go("/photos/abc");
  click('<a href="/" data-up><span>x</span></a>');
  expect(back).toHaveBeenCalledOnce();
  go("/sessions");
  go("/photos/abc");
  click('<a href="/" data-up><span>x</span></a>');
  expect(back).toHaveBeenCalledOnce();
  expect(router.route.name).toBe("timeline");
});
