import { matchRoute, type Route, staysInside } from "../domain/routes";

class Router {
  path = $state(location.pathname);
  query = $state(new URLSearchParams(location.search));
  route: Route = $derived(matchRoute(this.path));
  /** Grows with every change of place; the first screen is number 0. */
  visit = $state(0);
  /** Where the page is scrolled to once the screen of this visit stands; pixels from the top. */
  scroll = 0;
}

export const router = new Router();

function read(): void {
  router.path = location.pathname;
  router.query = new URLSearchParams(location.search);
}

/** Where the person is, as an address inside the app. */
export function here(): string {
  return location.pathname + location.search;
}

export function go(to: string, how: { replace?: boolean } = {}): void {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  if (how.replace) history.replaceState({ ...history.state, scroll: 0 }, "", to);
  else history.pushState({ scroll: 0, from: location.pathname }, "", to);
  read();
  router.scroll = 0;
  router.visit += 1;
}

/** Changes the address of the same screen: no new place in the history, no focus moved. */
export function adjust(to: string): void {
  history.replaceState(history.state, "", to);
  read();
}

/** Links are plain `<a href>`; this takes those that stay inside the app. Call once. */
export function startRouter(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => {
    read();
    router.scroll = Number(event.state?.scroll ?? 0);
    router.visit += 1;
  });
  // Kept for the way back also when the browser itself leaves.
  addEventListener("pagehide", () => history.replaceState({ ...history.state, scroll: scrollY }, ""));
  document.addEventListener("click", (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || (link.hash && link.pathname === location.pathname)) return;
    const { origin, pathname, target } = link;
    if (!staysInside({ origin, pathname, target, download: link.hasAttribute("download") }, location.origin)) return;
    event.preventDefault();
    // One step up to where one came from is a step back: it finds the place again.
    if (link.dataset.up !== undefined && history.state?.from === link.pathname) history.back();
    else go(link.pathname + link.search);
  });
}
