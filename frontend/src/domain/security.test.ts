import { expect, it } from "vitest";
import {
  type Authenticator,
  browserName,
  canHoldPasskeys,
  find,
  hasSecondFactor,
  inGroups,
  passkeysOf,
} from "./security";

const TOTP: Authenticator = { type: "totp", created_at: 1, last_used_at: null };
const CODES: Authenticator = {
  type: "recovery_codes",
  created_at: 1,
  last_used_at: null,
  total_code_count: 10,
  unused_code_count: 9,
};
const KEY: Authenticator = { type: "webauthn", created_at: 1, last_used_at: null, id: 7, name: "Phone" };

it("counts recovery codes alone as no second factor", () => {
  expect(hasSecondFactor([])).toBe(false);
  expect(hasSecondFactor([CODES])).toBe(false);
  expect(hasSecondFactor([CODES, KEY])).toBe(true);
  expect(hasSecondFactor([TOTP])).toBe(true);
});

it("finds each kind", () => {
  expect(find([TOTP, CODES], "recovery_codes")?.unused_code_count).toBe(9);
  expect(find([CODES], "totp")).toBeUndefined();
  expect(passkeysOf([TOTP, KEY]).map((key) => key.name)).toEqual(["Phone"]);
});

it.each([
  [
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Chrome Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Safari iPhone",
  ],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox Windows"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
    "Edge Windows",
  ],
  ["curl/8.5", ""],
])("names the browser of %s", (agent, name) => {
  expect(browserName(agent).join(" ")).toBe(name);
});

it("writes a secret in groups", () => {
  expect(inGroups("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
  expect(inGroups("")).toBe("");
});

it.each([
  ["localhost", true],
  ["likeness.example", true],
  ["127.0.0.1", false],
  ["[::1]", false],
])("%s can hold passkeys: %s", (host, can) => {
  expect(canHoldPasskeys(host)).toBe(can);
});
