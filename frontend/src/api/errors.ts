/** A refusal or a failure, in the API's one error shape. `code` is what the catalogue turns into words. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly fields: Record<string, string[]> = {},
  ) {
    super(message);
  }
}

/** The request never reached the server, or its answer never came back. */
export function networkError(): ApiError {
  return new ApiError("network", "", 0);
}

/**
 * Reads the body of a failed answer.
 *
 * Takes the API's `{code, message, fields}`, allauth's `{errors: [{code, message, param}]}`, and anything else (a
 * proxy's error page), for which the code is made from the status.
 */
export function errorFrom(status: number, body: unknown): ApiError {
  if (isRecord(body)) {
    if (typeof body.code === "string") {
      return new ApiError(body.code, textOf(body.message), status, fieldsOf(body.fields));
    }
    if (Array.isArray(body.errors)) return fromAllauth(status, body.errors);
  }
  return new ApiError(codeForStatus(status), "", status);
}

function fromAllauth(status: number, errors: unknown[]): ApiError {
  const known = errors.filter(isRecord);
  const fields: Record<string, string[]> = {};
  for (const error of known) {
    if (typeof error.param !== "string") continue;
    fields[error.param] = [...(fields[error.param] ?? []), textOf(error.message)];
  }
  const first = known[0];
  return new ApiError(
    typeof first?.code === "string" ? first.code : codeForStatus(status),
    textOf(first?.message),
    status,
    fields,
  );
}

function codeForStatus(status: number): string {
  if (status === 401) return "not_authenticated";
  if (status === 403) return "permission_denied";
  if (status === 404) return "not_found";
  if (status === 413) return "file_too_large";
  if (status === 429) return "throttled";
  return status >= 500 ? "server" : "invalid";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, messages]) => [
      name,
      Array.isArray(messages) ? messages.map(textOf) : [textOf(messages)],
    ]),
  );
}
