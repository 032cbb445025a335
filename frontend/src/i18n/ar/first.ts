import { account } from "./account";
import { app } from "./app";
import { events } from "./events";
import { face } from "./face";
import { outboxFirst } from "./outbox";
import { photo } from "./photo";
import { record } from "./record";
import { sessions } from "./sessions";
import { timeline } from "./timeline";

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
};
