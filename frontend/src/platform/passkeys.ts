import { ApiError } from "../api/errors";
import { canHoldPasskeys } from "../domain/security";

/** Whether this browser can make passkeys for this address. */
export function passkeysWork(): boolean {
  return (
    window.isSecureContext &&
    canHoldPasskeys(location.hostname) &&
    typeof PublicKeyCredential === "function" &&
    "parseCreationOptionsFromJSON" in PublicKeyCredential
  );
}

interface Options<Json> {
  publicKey: Json;
}

/** Makes a passkey; null when the person closed the browser's question. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const { publicKey } = options as Options<PublicKeyCredentialCreationOptionsJSON>;
  return answered(
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) }),
  );
}

/** Shows a passkey; null when the person closed the browser's question. */
export async function showPasskey(options: unknown): Promise<unknown> {
  const { publicKey } = options as Options<PublicKeyCredentialRequestOptionsJSON>;
  return answered(navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }));
}

async function answered(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await asked;
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
    // The browser tells "cancelled" and "timed out" as one, so that no page learns which keys are there.
    if (problem.name === "NotAllowedError" || problem.name === "AbortError") return null;
    throw new ApiError("passkey_failed", problem.message, 0);
  }
}
