import { bounded, enlarged, moved, type Spot, type Zoom } from "./zoom";

/** A finger or the mouse on a pane, in shares of its width and height. */
export interface Pointer extends Spot {
  id: number;
}

const middle = (a: Spot, b: Spot): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
/** In widths of the pane. */
const apart = (a: Spot, b: Spot, aspect: number) => Math.hypot(b.x - a.x, (b.y - a.y) / aspect);

/** Fingers nearer than this, in widths of the pane, tell no ratio. */
const TOO_NEAR = 0.01;

/** The zoom after two fingers went from `before` to `after`: what lay between them still does; not yet bounded. */
export function pinched(zoom: Zoom, aspect: number, before: readonly [Spot, Spot], after: readonly [Spot, Spot]): Zoom {
  const was = apart(...before, aspect);
  const is = apart(...after, aspect);
  const factor = was > TOO_NEAR && is > TOO_NEAR ? is / was : 1;
  const from = middle(...before);
  const to = middle(...after);
  const carried = moved(zoom, aspect, to.x - from.x, to.y - from.y);
  return enlarged(carried, aspect, factor, to);
}

/**
 * What the fingers on a pane do to its zoom: one carries the picture, two also enlarge it. Fingers beyond two are left
 * out; one that came or went since changes nothing.
 */
export function followed(zoom: Zoom, aspect: number, before: readonly Pointer[], after: readonly Pointer[]): Zoom {
  const pairs = after.flatMap((now) => {
    const was = before.find((one) => one.id === now.id);
    return was ? [{ was, now }] : [];
  });
  const [first, second] = pairs;
  if (!first) return zoom;
  const next = second
    ? pinched(zoom, aspect, [first.was, second.was], [first.now, second.now])
    : moved(zoom, aspect, first.now.x - first.was.x, first.now.y - first.was.y);
  return bounded(next, aspect);
}

export interface Tap extends Spot {
  /** Milliseconds of any steady clock. */
  time: number;
}

/** As browsers do: two taps within 300 ms … */
const TAP_MS = 300;
/** … and as near as a finger hits twice, in widths of the pane. */
const TAP_APART = 0.12;

export function isDoubleTap(first: Tap | null, second: Tap, aspect: number): boolean {
  return first !== null && second.time - first.time <= TAP_MS && apart(first, second, aspect) <= TAP_APART;
}

const DOUBLE_TAP_SCALE = 3;

/** A double tap looks closer at the place tapped, and the next one goes back to `start`. */
export function doubleTapped(zoom: Zoom, aspect: number, at: Spot, start: Zoom): Zoom {
  const isStart = Math.abs(zoom.scale / start.scale - 1) < 0.01;
  return isStart ? bounded(enlarged(zoom, aspect, DOUBLE_TAP_SCALE, at), aspect) : start;
}

/** By how much a turn of the wheel enlarges; `delta` in pixels, downwards positive. */
export function wheelFactor(delta: number, mode: number): number {
  // WheelEvent.deltaMode: 0 pixels, 1 lines, 2 pages.
  const pixels = delta * ([1, 16, 400][mode] ?? 1);
  return 2 ** (-Math.max(-400, Math.min(400, pixels)) / 300);
}
