import { type Guidance, guide, type Target } from "../domain/guidance";
import { Steadiness } from "../domain/steadiness";
import type { Camera } from "../platform/camera";
import { type Guide, GuideUnavailable, openGuide } from "../platform/guidance";

/** What the watch asks and tells. */
export interface Watched {
  /** Whether somebody wants to know now. */
  wanted(): boolean;
  target(): Target;
  see(guidance: Guidance | null): void;
  /** The picture matches and has been still. */
  steady(): void;
  ready(state: "here" | "missing"): void;
}

/** From the start of one look to that of the next: as often as a person can follow, and it leaves the phone cool. */
const GAP_MS = 50;

let opening: Promise<Guide> | null = null;
let steadiness = new Steadiness();
let before: Guidance | null = null;

/** A new photo begins: it has to be held still anew. */
export function beginAnew(): void {
  steadiness = new Steadiness();
  before = null;
}

/** Looks at the camera's frames, one after another, until the camera stops. Guidance is loaded at the first. */
export async function watchLive(camera: Camera, watched: Watched): Promise<void> {
  opening ??= openGuide();
  const asked = opening;
  try {
    const guides = await asked;
    watched.ready("here");
    let due = performance.now();
    while (camera.alive) {
      // A frame comes later than asked for; the next one is asked for by when it was due, or each would be later still.
      due = Math.max(due + GAP_MS, performance.now());
      await camera.nextFrame(due - performance.now());
      if (camera.alive && watched.wanted()) await look(camera, guides, watched);
    }
  } catch (problem) {
    if (!(problem instanceof GuideUnavailable)) throw problem;
    // Closed with the screen, it is opened anew at the next visit; broken, it is tried again then.
    if (opening === asked) opening = null;
    watched.ready("missing");
  }
}

async function look(camera: Camera, guides: Guide, watched: Watched): Promise<void> {
  const frame = await camera.look();
  if (!frame) return;
  const now = performance.now();
  const seen = await guides.look(frame, now);
  if (!camera.alive || !watched.wanted()) return;
  const guidance = guide(seen, watched.target(), before);
  before = guidance;
  watched.see(guidance);
  if (steadiness.feed(guidance, seen, now)) watched.steady();
}

/** Ends guidance and frees what it holds. */
export function endWatch(): void {
  const closing = opening;
  opening = null;
  closing?.then(
    (guides) => guides.close(),
    () => undefined,
  );
}
