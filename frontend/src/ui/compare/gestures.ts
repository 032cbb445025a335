import type { Attachment } from "svelte/attachments";
import { doubleTapped, followed, isDoubleTap, type Pointer, type Tap, wheelFactor } from "../../domain/gesture";
import { bounded, enlarged, keyed, type Spot, type Zoom } from "../../domain/zoom";

/** What is looked at, asked anew at each event. */
export interface Looking {
  zoom: () => Zoom;
  aspect: () => number;
  /** Where a double tap goes back to. */
  start: () => Zoom;
  change: (zoom: Zoom) => void;
}

/** Farther than this, in pixels, a touch is no tap. */
const TAP_SLIP = 10;

/** Pinch, drag, double tap, wheel and keys (+ − 0 and arrows) on a pane change its zoom. */
export function gestures(looking: Looking): Attachment<HTMLElement> {
  return (node) => {
    let pointers: Pointer[] = [];
    let lastTap: Tap | null = null;
    let slipped = false;
    let from: Spot = { x: 0, y: 0 };
    const listening = new AbortController();
    const { signal } = listening;

    const shareOf = (event: MouseEvent): Spot => {
      const box = node.getBoundingClientRect();
      return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    };
    // Sliders and buttons on a picture answer for themselves.
    const isOurs = (event: Event) =>
      !(event.target instanceof Element && event.target.closest("[role='slider'], button, input"));

    const press = (event: PointerEvent) => {
      if (event.button !== 0 || !isOurs(event)) return;
      node.setPointerCapture(event.pointerId);
      slipped = pointers.length > 0;
      from = { x: event.clientX, y: event.clientY };
      pointers = [...pointers, { id: event.pointerId, ...shareOf(event) }];
    };
    const move = (event: PointerEvent) => {
      if (!pointers.some((one) => one.id === event.pointerId)) return;
      slipped ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > TAP_SLIP;
      const after = pointers.map((one) => (one.id === event.pointerId ? { ...one, ...shareOf(event) } : one));
      const zoom = looking.zoom();
      const next = followed(zoom, looking.aspect(), pointers, after);
      pointers = after;
      if (slipped) looking.change(next);
    };
    const drop = (event: PointerEvent) => {
      pointers = pointers.filter((one) => one.id !== event.pointerId);
    };
    const lift = (event: PointerEvent) => {
      const wasDown = pointers.some((one) => one.id === event.pointerId);
      drop(event);
      if (!wasDown || slipped) return;
      const tap = { ...shareOf(event), time: event.timeStamp };
      const isDouble = isDoubleTap(lastTap, tap, looking.aspect());
      lastTap = isDouble ? null : tap;
      if (isDouble) looking.change(doubleTapped(looking.zoom(), looking.aspect(), tap, looking.start()));
    };
    const turn = (event: WheelEvent) => {
      const factor = wheelFactor(event.deltaY, event.deltaMode);
      const zoom = looking.zoom();
      // Nothing smaller than the whole: the page scrolls.
      if (factor <= 1 && zoom.scale <= 1) return;
      event.preventDefault();
      looking.change(bounded(enlarged(zoom, looking.aspect(), factor, shareOf(event)), looking.aspect()));
    };
    const key = (event: KeyboardEvent) => {
      if (event.target !== node || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = keyed(looking.zoom(), looking.aspect(), event.key);
      if (!next) return;
      event.preventDefault();
      looking.change(event.key === "0" ? looking.start() : next);
    };
    // Two fingers are ours, also while one of them may scroll the page.
    const keep = (event: TouchEvent) => {
      if (event.touches.length > 1) event.preventDefault();
    };

    node.addEventListener("pointerdown", press, { signal });
    node.addEventListener("pointermove", move, { signal });
    node.addEventListener("pointerup", lift, { signal });
    node.addEventListener("pointercancel", drop, { signal });
    node.addEventListener("lostpointercapture", drop, { signal });
    node.addEventListener("wheel", turn, { signal, passive: false });
    node.addEventListener("keydown", key, { signal });
    node.addEventListener("touchstart", keep, { signal, passive: false });
    node.addEventListener("touchmove", keep, { signal, passive: false });
    return () => listening.abort();
  };
}
