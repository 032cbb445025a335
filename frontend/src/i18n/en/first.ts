import { account } from "./account";
import { app } from "./app";
import { events } from "./events";
import { face } from "./face";
import { outboxFirst } from "./outbox";
import { photo } from "./photo";
import { record } from "./record";
import { sessions } from "./sessions";
import { timeline } from "./timeline";

/** What the door, the timeline and all that opens on it say: it comes with the first file. */
export const first = {
  ...app,
  ...account,
  ...face,
  ...photo,
  ...timeline,
  ...events,
  ...outboxFirst,
  ...sessions,
  ...record,
} as const;
