import * as api from "../api/care";
import { ApiError } from "../api/errors";
import * as records from "../api/records";
import { type Client, type ClientDraft, wayInto } from "../domain/care";
import { ROUTES } from "../domain/routes";
import { openRecord } from "./account.svelte";
import { onForget } from "./memory";
import { type FormProblem, problemOf } from "./problem";
import { go } from "./router.svelte";

export { acceptRelation, claimsOf, endRelation, makeClaim, relationsOf, takeBackClaim } from "../api/care";

class Clients {
  items: Client[] | null = $state.raw(null);
  next: string | null = $state(null);
  busy = $state(false);
  problem: FormProblem | null = $state.raw(null);
  search = $state("");
  practice: string | null = $state(null);
}

export const clients = new Clients();
let asking = new AbortController();

// Whose record is open does not change who the clients are; who is signed in does.
onForget((wholly) => {
  if (!wholly) return;
  asking.abort();
  Object.assign(clients, { items: null, next: null, busy: false, problem: null, search: "", practice: null });
});

/** The list as it is asked for now; a later question drops the answer to an earlier one. */
export async function loadClients(cursor: string | null = null): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { practice, search } = clients;
  clients.busy = true;
  clients.problem = null;
  try {
    const page = await api.listClients({ practice, search: search.trim(), cursor }, signal);
    if (signal.aborted) return;
    clients.items = cursor === null ? page.items : [...(clients.items ?? []), ...page.items];
    clients.next = page.next;
  } catch (caught) {
    if (signal.aborted) return;
    clients.problem = problemOf(caught);
  }
  clients.busy = false;
}

/** Opens the client's record, as far as one may; leads to their page where nothing is open yet. */
export async function openClient(client: Pick<Client, "subject" | "may">): Promise<void> {
  const way = wayInto(client);
  if (way === "page") {
    go(`/clients/${client.subject.id}`);
    return;
  }
  openRecord(await records.subject(client.subject.id));
  go(way === "record" ? ROUTES.timeline : ROUTES.capture);
}

/** One client as the list knows them. Throws ApiError `not_found` for nobody in one's practices. */
export async function loadClient(id: string): Promise<Client> {
  const found = await api.clientOf(id);
  if (!found) throw new ApiError("not_found", "", 404);
  return found;
}

export async function addClient(practice: string, draft: ClientDraft): Promise<string> {
  const made = await api.addClient(practice, draft);
  clients.items = null;
  return made.subject.id;
}
