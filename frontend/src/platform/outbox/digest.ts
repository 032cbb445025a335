import { hasCipher } from "../vault";

/** SHA-256 in hexadecimal; null where the page has no way to make it (plain http). */
export async function sha256(bytes: ArrayBuffer): Promise<string | null> {
  if (!hasCipher()) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
