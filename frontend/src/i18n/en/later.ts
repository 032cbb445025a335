import { blind } from "./blind";
import { camera } from "./camera";
import { capture } from "./capture";
import { care } from "./care";
import { compare } from "./compare";
import { consent } from "./consent";
import { importing } from "./importing";
import { measures } from "./measures";
import { outbox } from "./outbox";
import { practice } from "./practice";
import { security } from "./security";
import { sharing } from "./sharing";
import { timelapse } from "./timelapse";
import { verdict } from "./verdict";

/** What only screens say that are fetched when they are wanted: it comes with the first of them. */
export const later = {
  ...compare,
  ...timelapse,
  ...blind,
  ...capture,
  ...importing,
  ...measures,
  ...outbox,
  ...verdict,
  ...practice,
  ...care,
  ...security,
  ...consent,
  ...sharing,
  ...camera,
} as const;
