import { delayAfter, PIN_ITERATIONS } from "../domain/lock";
import { ALGORITHM, DATA_KEY, hasCipher, holdKey, type KeyRecord, openShelves, type WrappedKey } from "./vault";

/**
 * The lock of one account on this device: the vault's key, wrapped under a PIN or a passkey, so that nothing that is
 * kept here can be read without it. Setting it changes one record in one durable step: a crash leaves the vault either
 * open or locked, and whole.
 */
export type Secret = { by: "pin"; pin: string } | { by: "passkey" };

/** A PIN that was tried too soon after wrong ones. */
export class TooSoon extends Error {
  override readonly name = "TooSoon";

  constructor(readonly until: number) {
    super("Too soon.");
  }
}

/** This passkey, or this browser, gives no secret that a key could be wrapped under. */
export class NoSecret extends Error {
  override readonly name = "NoSecret";
}

export function canLock(): boolean {
  return hasCipher();
}

export async function lockOf(account: string): Promise<WrappedKey | null> {
  const shelves = await openShelves(account);
  try {
    const record = await shelves.get("keys", DATA_KEY);
    return record?.kind === "locked" ? record : null;
  } finally {
    shelves.close();
  }
}

export async function setLock(account: string, secret: Secret): Promise<void> {
  const salt = random(32);
  const credential = secret.by === "passkey" ? await makeCredential() : null;
  const iterations = secret.by === "pin" ? PIN_ITERATIONS : 0;
  const how = { by: secret.by, salt, credential, iterations };
  const under = await keyUnder(secret, how);
  const shelves = await openShelves(account);
  try {
    const record = await shelves.get("keys", DATA_KEY);
    if (record?.kind === "locked") throw new Error("There is a lock already.");
    const key = record?.key ?? (await crypto.subtle.generateKey(ALGORITHM, true, ["encrypt", "decrypt"]));
    const raw = await crypto.subtle.exportKey("raw", key);
    const nonce = random(12);
    const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, under, raw);
    const locked: WrappedKey = { kind: "locked", ...how, wrapped, nonce, wrong: 0, notBefore: 0 };
    await write(shelves, locked);
    holdKey(account, await imported(raw, false));
  } finally {
    shelves.close();
  }
}

/** True when the secret was right: this page can then read. Throws `TooSoon`, and `NoSecret` for a passkey without. */
export async function unlock(account: string, secret: Secret): Promise<boolean> {
  const raw = await rawKey(account, secret);
  if (raw) holdKey(account, await imported(raw, false));
  return raw !== null;
}

/** Takes the lock off; false when the secret was wrong. Throws as `unlock` does. */
export async function removeLock(account: string, secret: Secret): Promise<boolean> {
  const raw = await rawKey(account, secret);
  if (!raw) return false;
  const shelves = await openShelves(account);
  try {
    await write(shelves, { kind: "open", key: await imported(raw, true) });
  } finally {
    shelves.close();
  }
  return true;
}

/** For somebody who has forgotten the PIN: all that is sealed on this device goes with the lock, in one step. */
export async function forgetVault(account: string): Promise<void> {
  const shelves = await openShelves(account);
  try {
    const clearing = shelves.transaction(["sealed", "keys"], "readwrite", { durability: "strict" });
    const emptied = [clearing.objectStore("sealed").clear(), clearing.objectStore("keys").clear()];
    await Promise.all([...emptied, clearing.done]);
  } finally {
    shelves.close();
  }
}

async function rawKey(account: string, secret: Secret): Promise<ArrayBuffer | null> {
  const record = await lockOf(account);
  if (!record) throw new Error("There is no lock.");
  if (secret.by === "pin" && Date.now() < record.notBefore) throw new TooSoon(record.notBefore);
  const under = await keyUnder(secret, record);
  const [opened] = await Promise.allSettled([
    crypto.subtle.decrypt({ name: "AES-GCM", iv: record.nonce }, under, record.wrapped),
  ]);
  const right = opened.status === "fulfilled";
  if (!right || record.wrong > 0) await note(account, right);
  return right ? opened.value : null;
}

/** Counted before the answer is given, so that closing the app takes no try back. */
async function note(account: string, right: boolean): Promise<void> {
  const shelves = await openShelves(account);
  try {
    const record = await shelves.get("keys", DATA_KEY);
    if (record?.kind !== "locked") return;
    const wrong = right ? 0 : record.wrong + 1;
    await write(shelves, { ...record, wrong, notBefore: Date.now() + delayAfter(wrong) });
  } finally {
    shelves.close();
  }
}

async function write(shelves: Awaited<ReturnType<typeof openShelves>>, record: KeyRecord): Promise<void> {
  const writing = shelves.transaction("keys", "readwrite", { durability: "strict" });
  await Promise.all([writing.store.put(record, DATA_KEY), writing.done]);
}

function random(length: number): ArrayBuffer {
  return crypto.getRandomValues(new Uint8Array(length)).buffer;
}

async function imported(raw: ArrayBuffer, extractable: boolean): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, ALGORITHM, extractable, ["encrypt", "decrypt"]);
}

type How = Pick<WrappedKey, "salt" | "iterations" | "credential">;

async function keyUnder(secret: Secret, how: How): Promise<CryptoKey> {
  return secret.by === "pin" ? keyOfPin(secret.pin, how) : keyOfPasskey(how);
}

async function keyOfPin(pin: string, { salt, iterations }: How): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(derivation, typed, ALGORITHM, false, ["encrypt", "decrypt"]);
}

/** The secret that the passkey's own PRF gives for our salt (WebAuthn level 3). */
async function keyOfPasskey({ salt, credential }: How): Promise<CryptoKey> {
  if (!credential) throw new NoSecret("No passkey.");
  const answer = await navigator.credentials.get({
    publicKey: {
      challenge: new Uint8Array(random(32)),
      allowCredentials: [{ type: "public-key", id: credential }],
      userVerification: "required",
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const secret = results(answer)?.prf?.results?.first;
  if (!secret) throw new NoSecret("The passkey gave no secret.");
  const given = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode("likeness app lock") };
  return crypto.subtle.deriveKey(derivation, given, ALGORITHM, false, ["encrypt", "decrypt"]);
}

/** A passkey of this device alone: no server knows it, and it signs nobody in. */
async function makeCredential(): Promise<ArrayBuffer> {
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { name: "Likeness" },
      user: { id: new Uint8Array(random(16)), name: "Likeness", displayName: "Likeness" },
      challenge: new Uint8Array(random(32)),
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      extensions: { prf: {} },
    },
  });
  if (!(made instanceof PublicKeyCredential) || !results(made)?.prf?.enabled) throw new NoSecret("No PRF.");
  return made.rawId;
}

function results(answer: Credential | null): AuthenticationExtensionsClientOutputs | null {
  return answer instanceof PublicKeyCredential ? answer.getClientExtensionResults() : null;
}
