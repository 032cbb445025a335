import { describe, expect, it } from "vitest";
import { errorFrom, networkError } from "./errors";

describe("a failed answer", () => {
  it("in the API's shape keeps code, message and fields", () => {
    const error = errorFrom(400, { code: "invalid", message: "Some values …", fields: { minutes: ["Too long."] } });
    expect(error).toMatchObject({ code: "invalid", status: 400, fields: { minutes: ["Too long."] } });
    expect(error.message).toBe("Some values …");
  });

  it("in allauth's shape takes the first code and sorts messages by field", () => {
    const body = {
      status: 400,
      errors: [
        { code: "password_too_short", param: "password", message: "Too short." },
        { code: "password_too_common", param: "password", message: "Too common." },
      ],
    };
    expect(errorFrom(400, body)).toMatchObject({
      code: "password_too_short",
      fields: { password: ["Too short.", "Too common."] },
    });
  });

  it.each([
    [401, "not_authenticated"],
    [403, "permission_denied"],
    [404, "not_found"],
    [413, "file_too_large"],
    [429, "throttled"],
    [500, "server"],
    [502, "server"],
    [400, "invalid"],
  ])("of a proxy with status %i means %s", (status, code) => {
    for (const body of [null, "<html>", [], {}, { errors: [] }]) {
      expect(errorFrom(status, body)).toMatchObject({ code, status });
    }
  });

  it("that never came is the network's", () => {
    expect(networkError()).toMatchObject({ code: "network", status: 0 });
  });
});
