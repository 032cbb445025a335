import { eyesMiddle } from "./frame-differences";
import type { Guidance, Seen } from "./guidance";

/** Good and still for as long as a person takes to stop moving and no longer than they like to wait. */
export const HOLD_MS = 800;
/** A blink lasts up to 0.3 s: it does not begin the hold anew, and no photo is taken in it. */
export const LAPSE_MS = 350;
/** Frames further apart than this say nothing of what was between them. */
const GAP_MS = 600;
/** So few looks are chance, on a phone that sees two frames a second. */
const LOOKS = 4;
/** Since the hold began: eyes by shares of their distance, turns in degrees. At 1/30 s either blurs nothing. */
const DRIFT = 0.06;
const TURN = 2;

/** Tells when the shutter may fall by itself: once, and again only after something was not as it should be. */
export class Steadiness {
  private from: { seen: Seen; atMs: number } | null = null;
  private looks = 0;
  private lastMs = Number.NEGATIVE_INFINITY;
  private goodMs = Number.NEGATIVE_INFINITY;
  private fired = false;

  /** True when what is seen has been good and still for long enough: fire. */
  feed(guidance: Guidance, seen: Seen | null, atMs: number): boolean {
    const gap = atMs - this.lastMs;
    this.lastMs = atMs;
    if (!seen || guidance.level !== "good") {
      if (atMs - this.goodMs > LAPSE_MS) {
        this.from = null;
        this.fired = false;
      }
      return false;
    }
    this.goodMs = atMs;
    if (!this.from || gap > GAP_MS || hasMoved(this.from.seen, seen)) {
      this.from = { seen, atMs };
      this.looks = 0;
    }
    this.looks += 1;
    if (this.fired || this.looks < LOOKS || atMs - this.from.atMs < HOLD_MS) return false;
    this.fired = true;
    return true;
  }
}

function hasMoved(from: Seen, now: Seen): boolean {
  const { right, left } = now.eyes;
  const span = Math.hypot(left.x - right.x, left.y - right.y);
  const [before, after] = [eyesMiddle(from), eyesMiddle(now)];
  const moved = Math.hypot((after.x - before.x) * now.frame.width, (after.y - before.y) * now.frame.height);
  const turns = (["yaw", "pitch", "roll"] as const).map((turn) => Math.abs(now.pose[turn] - from.pose[turn]));
  return moved > DRIFT * span || Math.max(...turns) > TURN;
}
