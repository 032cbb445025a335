import * as records from "../api/records";
import type { Eyes, Size } from "../domain/ghostplace";
import type { Target } from "../domain/guidance";
import { ALIGNED_SIZE, CANONICAL_EYES_MIDDLE, CANONICAL_INTEROCULAR_PX, type View } from "../domain/vocabulary";

export interface Guided {
  view: View;
  target: Target;
  ghost: Blob | ArrayBuffer;
  ghostEyes: Eyes | null;
  ghostSize: Size;
}

export async function guideFor(subjectId: string): Promise<Guided[]> {
  const ghosts = await records.ghosts(subjectId);
  const [x, y] = CANONICAL_EYES_MIDDLE;
  const half = CANONICAL_INTEROCULAR_PX / 2;
  return Promise.all(
    ghosts.map(async ({ series, view, url }) => ({
      view,
      target: {
        series,
        view,
        pose: { yaw: 0, pitch: 0, roll: 0 },
        eyeSpan: null,
        eyesMiddle: null,
        mouthOpen: null,
        eyesOpen: null,
        smile: null,
        light: null,
      },
      ghost: await (await fetch(url)).blob(),
      ghostEyes: { right: { x: x - half, y }, left: { x: x + half, y } },
      ghostSize: { width: ALIGNED_SIZE[0], height: ALIGNED_SIZE[1] },
    })),
  );
}
