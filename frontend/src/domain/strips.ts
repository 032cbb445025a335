import type { TimelineCell, TimelineMonth } from "./timeline";

/** So many pictures fill whole rows of two, three and four. */
export const STRIP_PHOTOS = 12;

/** A part of a month that is put on the page, and taken off it, as one. */
export interface Strip {
  key: string;
  cells: readonly TimelineCell[];
  photos: number;
  /** Entries that stand across all columns. */
  rows: number;
}

export interface StripMonth {
  month: string;
  strips: readonly Strip[];
}

/**
 * The months in strips. What is as it was in `before` is the very same object, so that a page that is added to a long
 * record draws nothing anew but its own entries.
 */
export function stripsOf(months: readonly TimelineMonth[], before: readonly StripMonth[]): StripMonth[] {
  const known = new Map(before.map((group) => [group.month, group]));
  return months.map(({ month, cells }) => {
    const old = known.get(month);
    const strips = cut(cells).map((part, index) => shared(part, old?.strips[index]));
    const same = old?.strips.length === strips.length && strips.every((strip, index) => strip === old.strips[index]);
    return same ? old : { month, strips };
  });
}

function cut(cells: readonly TimelineCell[]): TimelineCell[][] {
  const parts: TimelineCell[][] = [[]];
  let photos = 0;
  for (const cell of cells) {
    if (isPhoto(cell)) photos += 1;
    if (photos > STRIP_PHOTOS) {
      parts.push([]);
      photos = 1;
    }
    parts.at(-1)?.push(cell);
  }
  return parts;
}

function isPhoto(cell: TimelineCell): boolean {
  return cell.kind === "photo" || cell.kind === "attention";
}

function shared(fresh: readonly TimelineCell[], old: Strip | undefined): Strip {
  const cells = fresh.map((cell, index) => {
    const one = old?.cells[index];
    return one && isSame(one, cell) ? one : cell;
  });
  if (old && old.cells.length === cells.length && cells.every((cell, index) => cell === old.cells[index])) return old;
  const photos = cells.filter(isPhoto).length;
  return { key: cells[0]?.key ?? "", cells, photos, rows: cells.length - photos };
}

function isSame(one: TimelineCell, other: TimelineCell): boolean {
  const shows = (cell: TimelineCell) => ("photo" in cell ? cell.photo : "event" in cell ? cell.event : null);
  return (
    one.key === other.key &&
    one.kind === other.kind &&
    shows(one) === shows(other) &&
    one.sessions.length === other.sessions.length &&
    one.sessions.every((session, index) => session === other.sessions[index])
  );
}
