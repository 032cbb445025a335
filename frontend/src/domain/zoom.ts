import { ALIGNED_SIZE, CANONICAL_EYES_MIDDLE, CANONICAL_INTEROCULAR_PX, ZONE_BOXES, type Zone } from "./vocabulary";

/**
 * Looking closer at aligned pictures. Lengths count in widths of the canonical frame: x from 0 at its left edge to 1 at
 * the right, y from 0 at its upper edge to `FRAME_HEIGHT`. All pictures of a comparison lie in that one frame, so the
 * same zoom shows the same part of the face in each.
 */
export const FRAME_HEIGHT = ALIGNED_SIZE[1] / ALIGNED_SIZE[0];
export const FRAME_ASPECT = 1 / FRAME_HEIGHT;

/** At 24 megapixels one pixel of the original then covers several of the screen: nothing more appears beyond. */
export const MAX_SCALE = 24;

export interface Spot {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a pane shows: the place in its middle, and how much larger than the whole frame fitted into the pane. */
export interface Zoom extends Spot {
  scale: number;
}

export const WHOLE: Zoom = { x: 0.5, y: FRAME_HEIGHT / 2, scale: 1 };

const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** The part of the frame that a pane of `aspect` (width by height) shows; it may reach beyond the frame. */
export function seen(zoom: Zoom, aspect: number): Box {
  const whole = aspect >= FRAME_ASPECT ? { width: FRAME_HEIGHT * aspect } : { width: 1 };
  const width = whole.width / zoom.scale;
  const height = width / aspect;
  return { left: zoom.x - width / 2, top: zoom.y - height / 2, width, height };
}

/** The nearest zoom that shows no more of the surround than it must. */
export function bounded(zoom: Zoom, aspect: number): Zoom {
  const scale = within(zoom.scale, 1, MAX_SCALE);
  const { width, height } = seen({ ...zoom, scale }, aspect);
  const along = (middle: number, shown: number, all: number) =>
    shown >= all ? all / 2 : within(middle, shown / 2, all - shown / 2);
  return { x: along(zoom.x, width, 1), y: along(zoom.y, height, FRAME_HEIGHT), scale };
}

/** The place of the frame under a point of the pane; `at` in shares of its width and height. */
export function spotAt(zoom: Zoom, aspect: number, at: Spot): Spot {
  const box = seen(zoom, aspect);
  return { x: box.left + at.x * box.width, y: box.top + at.y * box.height };
}

/** Larger by `factor`, with the place under `at` staying there; not yet bounded. */
export function enlarged(zoom: Zoom, aspect: number, factor: number, at: Spot = { x: 0.5, y: 0.5 }): Zoom {
  const scale = within(zoom.scale * factor, 1, MAX_SCALE);
  const held = spotAt(zoom, aspect, at);
  const { width, height } = seen({ ...zoom, scale }, aspect);
  return { x: held.x + (0.5 - at.x) * width, y: held.y + (0.5 - at.y) * height, scale };
}

/** The picture moved along with a finger that went by `dx`, `dy`, in shares of the pane; not yet bounded. */
export function moved(zoom: Zoom, aspect: number, dx: number, dy: number): Zoom {
  const { width, height } = seen(zoom, aspect);
  return { ...zoom, x: zoom.x - dx * width, y: zoom.y - dy * height };
}

/** All of `box` in sight, as large as fits. */
export function onto(box: Box, aspect: number): Zoom {
  const whole = seen(WHOLE, aspect);
  const scale = Math.min(whole.width / box.width, whole.height / box.height);
  return bounded({ x: box.left + box.width / 2, y: box.top + box.height / 2, scale }, aspect);
}

/** Where a close-up of `zone` is cut; null for a zone that has no box. */
export function zoneBox(zone: Zone): Box | null {
  const boxes: Partial<Record<Zone, readonly [number, number, number, number]>> = ZONE_BOXES;
  const box = boxes[zone];
  if (!box) return null;
  const [left, top, right, bottom] = box;
  const unit = CANONICAL_INTEROCULAR_PX / ALIGNED_SIZE[0];
  // Pixel centres are at whole numbers, edges half a pixel before.
  const [x, y] = CANONICAL_EYES_MIDDLE;
  const origin = { x: (x + 0.5) / ALIGNED_SIZE[0], y: (y + 0.5) / ALIGNED_SIZE[0] };
  return {
    left: origin.x + left * unit,
    top: origin.y + top * unit,
    width: (right - left) * unit,
    height: (bottom - top) * unit,
  };
}

/** The shape of a pane for a zone, or for the whole frame. */
export function paneAspect(zone: Zone | null): number {
  const box = zone && zoneBox(zone);
  return box ? box.width / box.height : FRAME_ASPECT;
}

/** Where a pane of a zone starts from. */
export function startOf(zone: Zone | null): Zoom {
  const box = zone && zoneBox(zone);
  return box ? onto(box, paneAspect(zone)) : WHOLE;
}

/** Where the picture of the whole frame lies in a pane, in % of the pane's width and height. */
export function placeOf(zoom: Zoom, aspect: number): Box {
  const box = seen(zoom, aspect);
  return {
    left: (-100 * box.left) / box.width,
    top: (-100 * box.top) / box.height,
    width: 100 / box.width,
    height: (100 * FRAME_HEIGHT) / box.height,
  };
}

/** Whether the whole frame is in sight, so that there is nothing to move. */
export function showsAll(zoom: Zoom, aspect: number): boolean {
  const box = seen(zoom, aspect);
  const slack = 1e-9;
  return box.width >= 1 - slack && box.height >= FRAME_HEIGHT - slack;
}

/** How much a step of the + button or key enlarges: two of them double. */
export const STEP = Math.SQRT2;
const KEY_MOVE = 0.1;

/** What a key does to a zoom; undefined for keys it leaves alone. Arrows move the window, as they scroll a page. */
export function keyed(zoom: Zoom, aspect: number, key: string): Zoom | undefined {
  const next = {
    "+": () => enlarged(zoom, aspect, STEP),
    "=": () => enlarged(zoom, aspect, STEP),
    "-": () => enlarged(zoom, aspect, 1 / STEP),
    "0": () => WHOLE,
    ArrowLeft: () => moved(zoom, aspect, KEY_MOVE, 0),
    ArrowRight: () => moved(zoom, aspect, -KEY_MOVE, 0),
    ArrowUp: () => moved(zoom, aspect, 0, KEY_MOVE),
    ArrowDown: () => moved(zoom, aspect, 0, -KEY_MOVE),
  }[key];
  if (!next) return undefined;
  // With all in sight there is nothing to move, and arrows scroll the page.
  if (key.startsWith("Arrow") && showsAll(zoom, aspect)) return undefined;
  return bounded(next(), aspect);
}

/** How many of the screen's (CSS) pixels one pixel of the original covers; below 1 the original has more to show. */
export function enlargement(paneWidth: number, box: Box, originalPixels: number): number {
  return paneWidth / (box.width * originalPixels);
}
