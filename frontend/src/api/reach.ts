import { networkError } from "./errors";

/** `fetch`, with failures of the network as an ApiError. */
export async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (problem) {
    // A page that aborts its own request (it was left) hears of it as such.
    if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
    throw networkError();
  }
}
