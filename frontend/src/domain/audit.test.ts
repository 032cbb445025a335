import { expect, it } from "vitest";
import { type AuditEvent, filterAudit } from "./audit";

const event = (id: string, role: string, action: string) => ({ id, role, action }) as AuditEvent;
const EVENTS = [
  event("1", "record_owner", "added"),
  event("2", "practitioner", "seen"),
  event("3", "recipient", "share_opened"),
  event("4", "practice_owner", "care_ended"),
];

it.each([
  ["all", ["1", "2", "3", "4"]],
  ["others", ["2", "3", "4"]],
  ["seen", ["2", "3"]],
  ["changes", ["1"]],
  ["sharing", ["3"]],
  ["care", ["4"]],
] as const)("shows of %s", (filter, ids) => {
  expect(filterAudit(EVENTS, filter).map((one) => one.id)).toEqual(ids);
});
