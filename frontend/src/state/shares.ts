import * as api from "../api/shares";
import { endOfDay } from "../domain/consent";
import type { MadeShare, ShareForm } from "../domain/sharing";
import { canShareLink, shareLink } from "../platform/sharesheet";

export {
  accessesOf,
  listShares,
  noteRemoved,
  publicationsOf,
  publish,
  received,
  reportAddress,
  revoke,
  revokeAll,
  setPassphrase,
  share,
} from "../api/shares";
export { canShareLink, shareLink };

/** Makes the share that the form says. */
export function makeShare(
  form: ShareForm,
  what: { id: string; subject: string; practice: string | null; consent: string; pairs: [string, string][] },
): Promise<MadeShare> {
  const { pairs, ...named } = what;
  const toAccount = form.by === "account";
  return api.makeShare({
    ...named,
    recipient_label: form.recipient.trim(),
    to_account: toAccount ? form.email.trim() : "",
    pairs: pairs.map(([before, after]) => ({ before, after })),
    expires_at: endOfDay(form.endsOn),
    passphrase: toAccount ? "" : form.passphrase,
    max_views: form.maxViews.trim() ? Number(form.maxViews.trim()) : null,
    allow_download: form.download,
    include_sessions: form.sessions,
    include_film: form.film,
    watermark: form.watermark,
    deidentification: form.deidentification,
    zone: form.deidentification === "crop_zone" ? form.zone : "",
    message: form.message.trim(),
  });
}
