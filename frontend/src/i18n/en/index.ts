import { account } from "./account";
import { app } from "./app";
import { blind } from "./blind";
import { capture } from "./capture";
import { care } from "./care";
import { compare } from "./compare";
import { events } from "./events";
import { face } from "./face";
import { measures } from "./measures";
import { photo } from "./photo";
import { practice } from "./practice";
import { record } from "./record";
import { security } from "./security";
import { sessions } from "./sessions";
import { timelapse } from "./timelapse";
import { timeline } from "./timeline";
import { verdict } from "./verdict";

/**
 * Every word the app says, in English. `{name}` is filled in; an entry with `one` and `other` is chosen by `count`.
 *
 * Left and right of a face are always the subject's own.
 */
export const en = {
  ...app,
  ...account,
  ...face,
  ...photo,
  ...timeline,
  ...events,
  ...compare,
  ...timelapse,
  ...blind,
  ...capture,
  ...sessions,
  ...measures,
  ...verdict,
  ...record,
  ...practice,
  ...care,
  ...security,
} as const;
