import { expect, it } from "vitest";
import { namesObject } from "./audit";

it.each([
  ["added", true],
  ["seen", true],
  ["care_ended", false],
  ["share_opened", false],
])("tells of %s with what it was done to: %s", (action, named) => {
  expect(namesObject({ action })).toBe(named);
});
