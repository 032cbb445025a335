import { parseWallTime, type WallTime, wallTimeText } from "./walltime";

/**
 * When a chosen file was taken, as the server will read it: what the camera wrote, else the file's name, else its own
 * date. Shown for review; the server reads the file itself unless the person sets another date.
 */
export interface ProposedDate {
  /** Wall time text. */
  takenAt: string;
  source: "exif" | "file_name" | "last_modified";
}

/** `lastModified` is the phone's wall time of the file's own date. */
export function proposeDate(bytes: ArrayBuffer, name: string, lastModified: WallTime, today: WallTime): ProposedDate {
  const plausible = (wall: WallTime | null) =>
    wall !== null && wall.year >= 1990 && figures(wall) <= figures(today) ? wallTimeText(wall) : null;
  const exif = plausible(exifDate(bytes));
  if (exif) return { takenAt: exif, source: "exif" };
  const named = plausible(dateInName(name, lastModified.offsetMinutes));
  if (named) return { takenAt: named, source: "file_name" };
  return { takenAt: wallTimeText(lastModified), source: "last_modified" };
}

/** A day's grace, for clocks of other zones. */
function figures(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day + 1, wall.hour, wall.minute, wall.second);
}

// The same patterns as backend/photos/taken_at.py, which decides.
const DATE = String.raw`(?<year>(?:19|20)\d\d)(?<sep>[-._ ]?)(?<month>\d\d)\k<sep>(?<day>\d\d)`;
const TIME = String.raw`(?<hour>\d\d)[-._: hH]?(?<minute>\d\d)[-._: mM]?(?<second>\d\d)`;
const DATE_TIME = new RegExp(String.raw`(?<!\d)${DATE}(?:[-_T ,]{1,2}|\s+at\s+)${TIME}(?!\d{4})`);
const DATE_ONLY = new RegExp(String.raw`(?<!\d)${DATE}(?!\d)`);

/** The date in a camera's or messenger's file name. A Pixel phone's name is in UTC. */
export function dateInName(name: string, offsetMinutes: number | null): WallTime | null {
  const timed = DATE_TIME.exec(name)?.groups;
  if (timed) {
    const wall = checked(`${timed.year}-${timed.month}-${timed.day}T${timed.hour}:${timed.minute}:${timed.second}`);
    return wall && name.startsWith("PXL_") ? shifted(wall, offsetMinutes ?? 0) : wall;
  }
  const dated = DATE_ONLY.exec(name)?.groups;
  // Where a name tells the day alone, the middle of it is the least wrong.
  return dated ? checked(`${dated.year}-${dated.month}-${dated.day}T12:00:00`) : null;
}

function shifted(wall: WallTime, minutes: number): WallTime {
  const moved = new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute + minutes, wall.second));
  return { ...parseWallTime(moved.toISOString().slice(0, 19)), offsetMinutes: minutes };
}

function checked(text: string): WallTime | null {
  try {
    return parseWallTime(text);
  } catch (problem) {
    if (problem instanceof RangeError) return null;
    throw problem;
  }
}

const EXIF_IFD = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const ASCII = 2;
/** Of a directory that is not one. */
const MOST_ENTRIES = 512;

/**
 * EXIF's DateTimeOriginal with its offset, of a JPEG, HEIC, AVIF, WebP or PNG; null where there is none.
 *
 * Each of them holds the same small TIFF behind a mark of its own (`Exif\0\0`, WebP's `EXIF`, PNG's `eXIf`), so that
 * looking for the mark does for all.
 */
export function exifDate(bytes: ArrayBuffer): WallTime | null {
  for (const start of tiffStarts(new Uint8Array(bytes))) {
    const found = readTiff(new DataView(bytes, start));
    if (found) return found;
  }
  return null;
}

/** Where a TIFF header stands soon after a mark. */
function* tiffStarts(bytes: Uint8Array): Generator<number> {
  const last = bytes.length - 12;
  for (let at = bytes.indexOf(0x45); at >= 0 && at < last; at = bytes.indexOf(0x45, at + 1)) yield* after(bytes, at);
  // PNG's mark begins with a small letter.
  for (let at = bytes.indexOf(0x65); at >= 0 && at < last; at = bytes.indexOf(0x65, at + 1)) {
    if (letters(bytes, at, 4) === "eXIf") yield* headers(bytes, at + 4);
  }
}

function* after(bytes: Uint8Array, at: number): Generator<number> {
  const mark = letters(bytes, at, 4);
  if (mark === "Exif" || mark === "EXIF") yield* headers(bytes, at + 4);
}

/** WebP has a length between mark and header, and some writers JPEG's mark as well. */
function* headers(bytes: Uint8Array, from: number): Generator<number> {
  for (let start = from; start <= from + 12 && start + 8 <= bytes.length; start += 1) {
    const order = letters(bytes, start, 4);
    if (order === "II*\0" || order === "MM\0*") yield start;
  }
}

function letters(bytes: Uint8Array, at: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + count));
}

function readTiff(tiff: DataView): WallTime | null {
  try {
    const little = tiff.getUint16(0) === 0x4949;
    const top = entries(tiff, tiff.getUint32(4, little), little);
    const pointer = top.get(EXIF_IFD);
    if (pointer === undefined) return null;
    const exif = entries(tiff, tiff.getUint32(pointer + 8, little), little);
    return cameraDate(
      text(tiff, exif.get(DATE_TIME_ORIGINAL), little),
      text(tiff, exif.get(OFFSET_TIME_ORIGINAL), little),
    );
  } catch (problem) {
    // A number points outside the file: broken, or no TIFF at all.
    if (problem instanceof RangeError) return null;
    throw problem;
  }
}

/** Tags of a directory, and where each entry stands. */
function entries(tiff: DataView, at: number, little: boolean): Map<number, number> {
  const count = tiff.getUint16(at, little);
  if (count > MOST_ENTRIES) throw new RangeError("No directory.");
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = at + 2 + index * 12;
      return [tiff.getUint16(entry, little), entry] as const;
    }),
  );
}

function text(tiff: DataView, entry: number | undefined, little: boolean): string {
  if (entry === undefined || tiff.getUint16(entry + 2, little) !== ASCII) return "";
  const length = tiff.getUint32(entry + 4, little);
  const at = length <= 4 ? entry + 8 : tiff.getUint32(entry + 8, little);
  const found = Array.from({ length: Math.min(length, 40) }, (_, index) => tiff.getUint8(at + index));
  return String.fromCharCode(...found).replace(/\0.*$/, "");
}

function cameraDate(local: string, offset: string): WallTime | null {
  const match = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)/.exec(local);
  if (!match) return null;
  const wall = `${match[1]}-${match[2]}-${match[3]}T${match[4]}`;
  return checked(wall + offset.trim()) ?? checked(wall);
}
