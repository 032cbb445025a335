import type { Photo, Rendition } from "../../domain/models";
import { FRAME_ASPECT, WHOLE, type Zoom } from "../../domain/zoom";

/** What every tool for a pair is given. */
export interface PairProps {
  first: Photo;
  second: Photo;
  firstPicture: Rendition;
  secondPicture: Rendition;
  /** What both pictures are, where that is not what one expects; stands on them. */
  label?: string;
  look?: Look;
}

/** Which part of the face is looked at. */
export interface Look {
  first: Zoom;
  second: Zoom;
  start: Zoom;
  aspect: number;
  change: (side: "first" | "second", zoom: Zoom) => void;
}

/** All of it, and it stays so. */
export const ALL_OF_IT: Look = {
  first: WHOLE,
  second: WHOLE,
  start: WHOLE,
  aspect: FRAME_ASPECT,
  change: () => undefined,
};
