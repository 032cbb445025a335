/**
 * Tells of elements whether they are near the screen: what is far is taken off the page, so that a record of any
 * length scrolls as a short one does. One observer serves all; of several that come near together, one is told a frame.
 */
export interface Nearness {
  /** `tell` gets `true` when the element comes near, and `false` with its height when it is far. */
  watch: (element: Element, tell: (near: boolean, height: number) => void) => () => void;
}

/** More than a flick covers in the time that it takes to put a strip on the page. */
const MARGIN = "1600px 0px";

export function nearness(): Nearness {
  const tellers = new Map<Element, (near: boolean, height: number) => void>();
  const coming = new Map<Element, number>();
  let asked = 0;

  function next(): void {
    asked = 0;
    // The one that came last is where the person is going.
    const [element, height] = [...coming].at(-1) ?? [];
    if (!element) return;
    coming.delete(element);
    tellers.get(element)?.(true, height ?? 0);
    ask();
  }
  function ask(): void {
    if (asked === 0 && coming.size > 0) asked = requestAnimationFrame(next);
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        if (isIntersecting) coming.set(target, boundingClientRect.height);
        else {
          coming.delete(target);
          tellers.get(target)?.(false, boundingClientRect.height);
        }
      }
      ask();
    },
    { rootMargin: MARGIN },
  );

  return {
    watch(element, tell) {
      tellers.set(element, tell);
      observer.observe(element);
      return () => {
        observer.unobserve(element);
        tellers.delete(element);
        coming.delete(element);
      };
    },
  };
}
