/** What a server takes of a signed paper. */
export const SCAN_MAX_BYTES = 2 * 1024 * 1024;
export const SCAN_ACCEPTED = "image/*,application/pdf";

/** A signed paper, ready to be sent. */
export interface Scan {
  /** As a `data:` address. */
  data: string;
  name: string;
  mediaType: string;
  bytes: number;
  /** Bytes of the photo as it was, where it had to be made smaller. */
  shrunkFrom: number | null;
}

/** Why a file is none: no picture and no PDF, a PDF that is too large, or a picture that this device cannot open. */
export type ScanProblem = "kind" | "large" | "unreadable";

/** Longest sides in pixels to try, one after the other, until it fits: 2800 keep a page at 240 dots an inch. */
export const SCAN_SIDES = [2800, 2200, 1700, 1300, 1000] as const;

/** By its first bytes, which its name and what the device says of it need not fit. */
export function kindOfScan(head: Uint8Array): "application/pdf" | "image/png" | "image/jpeg" | null {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return "application/pdf";
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  return starts(0xff, 0xd8, 0xff) ? "image/jpeg" : null;
}

/** Width and height whose longer side is at most `side`: one factor for both, never larger than it was. */
export function fitting(width: number, height: number, side: number): { width: number; height: number } {
  const factor = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}
