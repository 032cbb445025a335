import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/**
 * What this phone keeps for one account: photos that wait to be sent, and what guidance needs without a network.
 *
 * Each value is sealed by AES-GCM under a key of this account and device, so that a locked app has nothing to show:
 * the key is then held by `lock.ts` alone, wrapped by what the person knows or is. Values are kept as ArrayBuffers,
 * never Blobs: WebKit's private mode refuses those. Where the page is not a secure context there is no
 * `crypto.subtle`; values are then kept in clear, and no lock can be set.
 */
export const KINDS = ["outbox", "guide"] as const;
export type Kind = (typeof KINDS)[number];

/** A value: what JSON can say, and bytes beside it. */
export interface Kept<T> {
  value: T;
  bytes: ArrayBuffer | null;
}

interface Sealed {
  /** `kind/id` */
  key: string;
  kind: Kind;
  /** What may be read while the app is locked: how many wait, and how large. Never a picture, a name or a date. */
  size: number;
  /** 12 random bytes; null where there is no cipher on this page. */
  nonce: ArrayBuffer | null;
  value: ArrayBuffer | string;
  bytes: ArrayBuffer | null;
}

/** The key wrapped under what the person knows (a PIN) or has (a passkey); see `lock.ts`. */
export interface WrappedKey {
  kind: "locked";
  by: "pin" | "passkey";
  /** The data key, sealed by AES-GCM under the key that PIN or passkey give. */
  wrapped: ArrayBuffer;
  nonce: ArrayBuffer;
  salt: ArrayBuffer;
  /** Of PBKDF2; 0 for a passkey. */
  iterations: number;
  /** The passkey's own id; null for a PIN. */
  credential: ArrayBuffer | null;
  /** Wrong PINs since the last right one, and until when (ms since 1970) none is tried. */
  wrong: number;
  notBefore: number;
}

/** The key as this device holds it: open to the app, or wrapped until the person opens the lock. */
export type KeyRecord = { kind: "open"; key: CryptoKey } | WrappedKey;

export interface Shelves extends DBSchema {
  sealed: { key: string; value: Sealed; indexes: { kind: Kind } };
  keys: { key: string; value: KeyRecord };
}

/** The value is there, and cannot be read until the lock is opened. */
export class VaultLocked extends Error {
  constructor() {
    super("The app is locked.");
    this.name = "VaultLocked";
  }
}

export const ALGORITHM = { name: "AES-GCM", length: 256 } as const;
export const DATA_KEY = "data";

export function hasCipher(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

export function databaseName(accountId: string): string {
  return `likeness-${accountId}`;
}

/** Keys of locked vaults that this page has opened; they are held nowhere else. */
const opened = new Map<string, CryptoKey>();

export function holdKey(accountId: string, key: CryptoKey): void {
  opened.set(accountId, key);
}

export function holdsKey(accountId: string): boolean {
  return opened.has(accountId);
}

/** From here on nothing of a locked vault can be read by this page, through vaults that are open neither. */
export function dropKeys(): void {
  opened.clear();
}

export async function openShelves(accountId: string): Promise<IDBPDatabase<Shelves>> {
  return openDB<Shelves>(databaseName(accountId), 1, {
    upgrade(fresh) {
      fresh.createObjectStore("sealed", { keyPath: "key" }).createIndex("kind", "kind");
      fresh.createObjectStore("keys");
    },
    // Another tab wants to delete or upgrade it: holding on would block that tab.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
}

export class Vault {
  private constructor(
    private readonly accountId: string,
    private readonly shelves: IDBPDatabase<Shelves>,
    /** Null where the key is wrapped: this page holds it then, or nobody does. */
    private key: CryptoKey | null,
  ) {}

  /** Opens what is kept for an account. Fails where the browser gives no storage (a blocked private window). */
  static async open(accountId: string): Promise<Vault> {
    const shelves = await openShelves(accountId);
    if (!hasCipher()) return new Vault(accountId, shelves, null);
    const record = (await shelves.get("keys", DATA_KEY)) ?? (await firstKey(shelves));
    return new Vault(accountId, shelves, record.kind === "open" ? record.key : null);
  }

  async put<T>(kind: Kind, id: string, value: T, bytes: ArrayBuffer | null = null): Promise<void> {
    await this.putAll(kind, [{ id, value, bytes }]);
  }

  /** All of them, or none. Rejects with a `QuotaExceededError` where there is no room. */
  async putAll(kind: Kind, entries: readonly { id: string; value: unknown; bytes?: ArrayBuffer | null }[]) {
    const sealed = await Promise.all(entries.map((one) => this.seal(kind, one.id, one.value, one.bytes ?? null)));
    // Durable before the promise answers: the photo may be nowhere else.
    const writing = this.shelves.transaction("sealed", "readwrite", { durability: "strict" });
    await Promise.all([...sealed.map((one) => writing.store.put(one)), writing.done]);
  }

  async get<T>(kind: Kind, id: string): Promise<Kept<T> | undefined> {
    const sealed = await this.shelves.get("sealed", `${kind}/${id}`);
    return sealed && this.unseal<T>(sealed);
  }

  /** The ids of a kind; can be told while locked. */
  async ids(kind: Kind): Promise<string[]> {
    const keys = await this.shelves.getAllKeysFromIndex("sealed", "kind", kind);
    return keys.map((key) => key.slice(kind.length + 1));
  }

  async remove(kind: Kind, ...ids: string[]): Promise<void> {
    const removing = this.shelves.transaction("sealed", "readwrite", { durability: "strict" });
    await Promise.all([...ids.map((id) => removing.store.delete(`${kind}/${id}`)), removing.done]);
  }

  async clear(kind: Kind): Promise<void> {
    const clearing = this.shelves.transaction("sealed", "readwrite");
    for (const key of await clearing.store.index("kind").getAllKeys(kind)) await clearing.store.delete(key);
    await clearing.done;
  }

  close(): void {
    this.key = null;
    this.shelves.close();
  }

  private async seal<T>(kind: Kind, id: string, value: T, bytes: ArrayBuffer | null): Promise<Sealed> {
    const key = `${kind}/${id}`;
    const text = JSON.stringify(value);
    const size = bytes?.byteLength ?? 0;
    if (!hasCipher()) return { key, kind, size, nonce: null, value: text, bytes };
    const cipher = this.readable();
    // Two parts under one random nonce would break GCM: the last byte tells them apart.
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    return {
      key,
      kind,
      size,
      nonce: nonce.buffer,
      value: await crypto.subtle.encrypt(part(nonce, 0, key), cipher, new TextEncoder().encode(text)),
      bytes: bytes && (await crypto.subtle.encrypt(part(nonce, 1, key), cipher, bytes)),
    };
  }

  private async unseal<T>(sealed: Sealed): Promise<Kept<T>> {
    if (sealed.nonce === null) return { value: JSON.parse(sealed.value as string) as T, bytes: sealed.bytes };
    const cipher = this.readable();
    const nonce = new Uint8Array(sealed.nonce);
    const text = await crypto.subtle.decrypt(part(nonce, 0, sealed.key), cipher, sealed.value as ArrayBuffer);
    const bytes = sealed.bytes && (await crypto.subtle.decrypt(part(nonce, 1, sealed.key), cipher, sealed.bytes));
    return { value: JSON.parse(new TextDecoder().decode(text)) as T, bytes };
  }

  private readable(): CryptoKey {
    const key = this.key ?? opened.get(this.accountId);
    if (!key) throw new VaultLocked();
    return key;
  }
}

function part(nonce: Uint8Array<ArrayBuffer>, which: 0 | 1, key: string): AesGcmParams {
  const iv = Uint8Array.from(nonce);
  iv[11] = which;
  // A value cannot be passed off as another one's.
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(key) };
}

async function firstKey(shelves: IDBPDatabase<Shelves>): Promise<KeyRecord> {
  const record: KeyRecord = {
    kind: "open",
    // A lock that is set later wraps it.
    key: await crypto.subtle.generateKey(ALGORITHM, true, ["encrypt", "decrypt"]),
  };
  const writing = shelves.transaction("keys", "readwrite", { durability: "strict" });
  // Two tabs opened at once: the first key wins.
  const first = await writing.store.get(DATA_KEY);
  if (!first) await writing.store.put(record, DATA_KEY);
  await writing.done;
  return first ?? record;
}
