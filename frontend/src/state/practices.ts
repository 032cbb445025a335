import * as api from "../api/practices";
import type { Practice, PracticeDraft } from "../domain/practice";
import { refreshAccount } from "./account.svelte";

export {
  changeRole,
  invitations,
  invite,
  members,
  practice as loadPractice,
  practiceCard,
  practiceCode,
  receivedInvitation,
  takeBack,
} from "../api/practices";

/** Opens a practice, or changes the one of `id`; the account then knows it. */
export async function savePractice(id: string | null, draft: PracticeDraft): Promise<Practice> {
  const saved = await (id === null ? api.openPractice(draft) : api.changePractice(id, draft));
  await refreshAccount();
  return saved;
}

export async function endMembership(practice: string, membership: string): Promise<void> {
  await api.endMembership(practice, membership);
  await refreshAccount();
}

export async function acceptInvitation(token: string): Promise<void> {
  await api.acceptInvitation(token);
  await refreshAccount();
}
