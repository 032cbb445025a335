import { isApiError } from "../api/client";
import * as records from "../api/records";
import { firstTarget, type Target } from "../domain/guidance";
import type { Ghost, Point } from "../domain/models";
import { ALIGNED_SIZE, type View } from "../domain/vocabulary";
import { account } from "./account.svelte";
import { stillWanted } from "./memory";

/** What a new photo of one series is taken by. */
export interface Guided {
  view: View;
  target: Target;
  /** The aligned picture of the baseline. */
  ghost: ArrayBuffer;
  /** The subject's eyes in it, in its pixels; null where they are not known. */
  ghostEyes: { right: Point; left: Point } | null;
  ghostSize: { width: number; height: number };
}

/** Sealed storage is fetched when Capture opens. */
const shelf = () => import("../platform/guideshelf");

/**
 * The ghosts and targets of somebody's series: as the server has them now, or without a network as this phone keeps
 * them. What is kept is sealed under the account, and goes when it signs out or may no longer add photos of them.
 *
 * Throws the ApiError where the server refuses, and where it cannot be asked and nothing is kept here.
 */
export async function guideFor(subjectId: string): Promise<Guided[]> {
  const owner = account.me?.id;
  if (owner === undefined) throw new Error("Nobody is signed in.");
  const wanted = stillWanted();
  const { keptGuides, keepGuides } = await shelf();
  const kept = await keptGuides<Ghost>(owner, subjectId);
  try {
    const ghosts = await records.ghosts(subjectId);
    const fresh = await Promise.all(
      ghosts.map(async (value) => {
        // The address changes with the picture.
        const before = kept.find((one) => one.series === value.series && one.value.url === value.url);
        return { series: value.series, value, bytes: before?.bytes ?? (await records.ghostPicture(value.url)) };
      }),
    );
    // Whoever signed out meanwhile leaves nothing behind.
    if (wanted()) await keepGuides(owner, subjectId, fresh);
    return fresh.map(({ value, bytes }) => guided(value, bytes));
  } catch (caught) {
    if (!isApiError(caught)) throw caught;
    if (caught.status === 0 && kept.length > 0) return kept.map(({ value, bytes }) => guided(value, bytes));
    if (caught.status === 403 || caught.status === 404) await keepGuides(owner, subjectId, []);
    throw caught;
  }
}

function guided({ series, view, target }: Ghost, ghost: ArrayBuffer): Guided {
  const [width, height] = ALIGNED_SIZE;
  return {
    view,
    // A baseline that was set by hand has no turn to match: general advice for its view.
    target: target.pose
      ? {
          series,
          view,
          pose: target.pose,
          eyeSpan: target.eye_span,
          eyesMiddle: target.eyes_middle,
          mouthOpen: target.mouth_opening,
          eyesOpen: target.eye_opening,
          smile: target.smile,
          light: target.light_patches,
        }
      : firstTarget(view),
    ghost,
    ghostEyes: target.ghost_eyes,
    ghostSize: { width, height },
  };
}
