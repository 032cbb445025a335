import { ApiError } from "../api/errors";
import { account } from "./account.svelte";

/** `record`, if it belongs to the person whose record is open. One person's data never stands under another's name. */
export function ofOpenRecord<Kept extends { subject: string }>(record: Kept): Kept {
  if (record.subject !== account.subject.id) throw new ApiError("other_record", "", 0);
  return record;
}
