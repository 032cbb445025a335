import type { WallTimeText } from "./models";
import { localDate } from "./walltime";
import { type Box, placeOf, type Zoom } from "./zoom";

/** The image of a pair as a sheet: two panes, and below them every word that must not be parted from them. */
export interface Words {
  /** Under each pane: its date in full, then what must be known of the photo. */
  first: readonly string[];
  second: readonly string[];
  apart: string;
  verdict: string;
  /** Sentences, one a paragraph. */
  notes: readonly string[];
}

export interface Font {
  /** Pixels. */
  size: number;
  isBold: boolean;
}

export interface Line {
  text: string;
  /** Left end and baseline, pixels. */
  x: number;
  y: number;
  font: Font;
}

export interface Sheet {
  width: number;
  height: number;
  /** Pixels; where each pane stands, and the whole frame of its picture behind it. */
  panes: readonly [Pane, Pane];
  lines: readonly Line[];
}

export interface Pane {
  box: Box;
  frame: Box;
}

export type Measure = (text: string, font: Font) => number;

/** Across, pixels: two aligned pictures of 1080 beside one another keep every pixel. */
export const SHEET_WIDTH = 2160;
const GAP = 8;
const MARGIN = 48;
const DATE: Font = { size: 60, isBold: true };
const SMALL: Font = { size: 44, isBold: false };
const VERDICT: Font = { size: 54, isBold: true };
const LEADING = 1.35;
/** Wider than this, close-ups stand below one another. */
const STACKED_FROM = 1.3;

export function isStacked(aspect: number): boolean {
  return aspect > STACKED_FROM;
}

/** The width of a pane on the sheet, pixels. */
export function paneWidthOn(aspect: number): number {
  return isStacked(aspect) ? SHEET_WIDTH : (SHEET_WIDTH - GAP) / 2;
}

/** `text` in lines no wider than `width`; a single word that is wider stands alone. */
export function wrap(text: string, width: number, font: Font, measure: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer, font) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

/** Where everything stands. `zooms` are what each pane of `aspect` (width by height) shows. */
export function layOut(words: Words, aspect: number, zooms: { first: Zoom; second: Zoom }, measure: Measure): Sheet {
  const stacked = isStacked(aspect);
  const width = paneWidthOn(aspect);
  const height = Math.round(width / aspect);
  const lines: Line[] = [];
  let y = 0;

  function write(text: string, font: Font, x: number, room: number): void {
    for (const line of wrap(text, room, font, measure)) {
      y += Math.round(font.size * LEADING);
      lines.push({ text: line, x, y, font });
    }
  }
  function caption(texts: readonly string[], x: number): void {
    for (const [place, text] of texts.entries()) write(text, place === 0 ? DATE : SMALL, x, width - 2 * MARGIN);
  }
  function pane(zoom: Zoom, left: number, top: number): Pane {
    const place = placeOf(zoom, aspect);
    const frame = {
      left: left + (place.left / 100) * width,
      top: top + (place.top / 100) * height,
      width: (place.width / 100) * width,
      height: (place.height / 100) * height,
    };
    return { box: { left, top, width, height }, frame };
  }

  const first = pane(zooms.first, 0, 0);
  y = height;
  caption(words.first, MARGIN);
  const afterFirst = y;
  const secondTop = stacked ? y + MARGIN : 0;
  const secondLeft = stacked ? 0 : width + GAP;
  const second = pane(zooms.second, secondLeft, secondTop);
  y = secondTop + height;
  caption(words.second, secondLeft + MARGIN);
  y = Math.max(y, afterFirst) + MARGIN / 2;

  const room = SHEET_WIDTH - 2 * MARGIN;
  write(words.apart, SMALL, MARGIN, room);
  y += MARGIN / 2;
  write(words.verdict, VERDICT, MARGIN, room);
  y += MARGIN / 4;
  for (const note of words.notes) write(note, SMALL, MARGIN, room);
  return { width: SHEET_WIDTH, height: y + MARGIN, panes: [first, second], lines };
}

/** A picture of `size` fitted into `frame` whole, as the page shows it. */
export function fitted(frame: Box, size: { width: number; height: number }): Box {
  const scale = Math.min(frame.width / size.width, frame.height / size.height);
  const width = size.width * scale;
  const height = size.height * scale;
  return {
    left: frame.left + (frame.width - width) / 2,
    top: frame.top + (frame.height - height) / 2,
    width,
    height,
  };
}

export const IMAGE_TYPES = { jpeg: "image/jpeg", png: "image/png" } as const;
export type ImageType = keyof typeof IMAGE_TYPES;

/** `likeness-2026-03-12-2026-06-04.jpg`. */
export function imageName(first: WallTimeText, second: WallTimeText, type: ImageType): string {
  return `likeness-${localDate(first)}-${localDate(second)}.${type === "jpeg" ? "jpg" : "png"}`;
}
