import { FIRST_YAW } from "./face-numbers";
import type { Pose } from "./models";
import type { ProposedDate } from "./photodate";
import { VIEWS, type View } from "./vocabulary";

/** What was found out about a chosen file before it is kept. */
export interface Examined {
  sha256: string | null;
  date: ProposedDate | null;
  /** As its pose says; null where no face was found, or nothing could look. */
  view: View | null;
  /** The same file is in the record already, among those that wait, or chosen twice. */
  twin: "here" | "waiting" | "chosen" | null;
}

/** The view whose usual turn is nearest: a turn of the head to the subject's right shows their left. */
export function viewOf({ yaw }: Pose): View {
  const away = (view: View) => Math.abs(yaw - FIRST_YAW[view]);
  return VIEWS.reduce((nearest, view) => (away(view) < away(nearest) ? view : nearest));
}
