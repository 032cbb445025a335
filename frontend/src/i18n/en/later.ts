import { blind } from "./blind";
import { capture } from "./capture";
import { care } from "./care";
import { compare } from "./compare";
import { consent } from "./consent";
import { measures } from "./measures";
import { outbox } from "./outbox";
import { practice } from "./practice";
import { reminders } from "./reminders";
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
  ...measures,
  ...outbox,
  ...verdict,
  ...practice,
  ...care,
  ...reminders,
  ...security,
  ...consent,
  ...sharing,
} as const;
