import type { Photo } from "../domain/models";
import { fullDate, listText, lowered, t } from "../i18n";

/** A photo's name for those who do not see it: date, view and state, and what must be known of the picture. */
export function photoName(photo: Photo): string {
  const parts = {
    date: fullDate(photo.taken_at),
    view: t(`view.${photo.view}`),
    state: lowered(t(`state.${photo.state}`)),
  };
  return listText([t("photo.name", parts), ...notes(photo).map(lowered)]);
}

/** What must be known of a photo wherever it is shown: that it is simulated, or turned round. */
export function notes(photo: Photo): string[] {
  return [
    ...(photo.simulated ? [t("photo.simulated")] : []),
    ...(photo.override.mirrored ? [t("photo.mirrored")] : []),
  ];
}
