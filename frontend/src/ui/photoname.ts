import type { Photo } from "../domain/models";
import { fullDate, t } from "../i18n";

/** A photo's name for those who do not see it: date, view and state. */
export function photoName(photo: Photo): string {
  const parts = {
    date: fullDate(photo.taken_at),
    view: t(`view.${photo.view}`),
    state: t(`state.${photo.state}`).toLowerCase(),
  };
  const name = t("photo.name", parts);
  return photo.simulated ? `${name}, ${t("photo.simulated").toLowerCase()}` : name;
}
