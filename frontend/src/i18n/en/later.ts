import { account } from "./account";
import { blind } from "./blind";
import { camera } from "./camera";
import { capture } from "./capture";
import { care } from "./care";
import { compare } from "./compare";
import { consent } from "./consent";
import { events } from "./events";
import { importing } from "./importing";
import { lock } from "./lock";
import { measures } from "./measures";
import { outbox } from "./outbox";
import { photo } from "./photo";
import { practice } from "./practice";
import { reminders } from "./reminders";
import { security } from "./security";
import { sessions } from "./sessions";
import { sharing } from "./sharing";
import { timelapse } from "./timelapse";
import { verdict } from "./verdict";

/** What only screens say that are fetched when they are wanted: it comes with the first of them. */
export const later = {
  ...account,
  ...photo,
  ...events,
  ...sessions,
  ...compare,
  ...timelapse,
  ...blind,
  ...capture,
  ...importing,
  ...lock,
  ...measures,
  ...outbox,
  ...verdict,
  ...practice,
  ...care,
  ...reminders,
  ...security,
  ...consent,
  ...sharing,
  ...camera,
} as const;
