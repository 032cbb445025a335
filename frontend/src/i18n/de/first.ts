import { app } from "./app";
import { door } from "./door";
import { eventkinds } from "./eventkinds";
import { face } from "./face";
import { outboxFirst } from "./outbox";
import { photostates } from "./photostates";
import { record } from "./record";
import { sessionmarks } from "./sessionmarks";
import { timeline } from "./timeline";

export const first = {
  ...app,
  ...door,
  ...face,
  ...photostates,
  ...timeline,
  ...eventkinds,
  ...outboxFirst,
  ...sessionmarks,
  ...record,
};
