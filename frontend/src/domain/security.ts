/** What can be shown beside the password. */
export type SecondFactor = "totp" | "recovery_codes" | "webauthn";

/** A second factor of this account. Moments are seconds since 1970. */
export type Authenticator =
  | { type: "totp"; created_at: number; last_used_at: number | null }
  | {
      type: "recovery_codes";
      created_at: number;
      last_used_at: number | null;
      total_code_count: number;
      unused_code_count: number;
    }
  | { type: "webauthn"; created_at: number; last_used_at: number | null; id: number; name: string };

export type Passkey = Extract<Authenticator, { type: "webauthn" }>;

/** What an authenticator app is set up with. */
export interface TotpSetup {
  secret: string;
  /** `otpauth://…`, which a phone opens in its app. */
  url: string;
  qr_svg: string;
}

/** A browser that is signed in to this account. */
export interface SignedInBrowser {
  id: number;
  user_agent: string;
  ip: string;
  created_at: number;
  last_seen_at?: number;
  is_current: boolean;
}

export function find<Type extends Authenticator["type"]>(
  authenticators: readonly Authenticator[],
  type: Type,
): Extract<Authenticator, { type: Type }> | undefined {
  return authenticators.find((one): one is Extract<Authenticator, { type: Type }> => one.type === type);
}

export function passkeysOf(authenticators: readonly Authenticator[]): Passkey[] {
  return authenticators.filter((one): one is Passkey => one.type === "webauthn");
}

/** Recovery codes are no factor of their own: they stand in for a lost one. */
export function hasSecondFactor(authenticators: readonly Authenticator[]): boolean {
  return authenticators.some((one) => one.type !== "recovery_codes");
}

const BROWSERS = [
  ["Firefox", /Firefox\/|FxiOS\//],
  ["Edge", /Edg(?:A|iOS)?\//],
  ["Opera", /OPR\//],
  ["Samsung Internet", /SamsungBrowser\//],
  ["Chrome", /Chrome\/|CriOS\//],
  ["Safari", /Safari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["Mac", /Mac OS X|Macintosh/],
  ["Linux", /Linux|X11/],
] as const;

/** `["Firefox", "Android"]`: proper names, as far as the browser gives itself away. */
export function browserName(userAgent: string): string[] {
  const named = (list: readonly (readonly [string, RegExp])[]) =>
    list.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined);
}

/** A secret in groups of four, as one types it from a screen. */
export function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** Passkeys are bound to a host's name: an address of figures has none. */
export function canHoldPasskeys(host: string): boolean {
  return !/^[\d.]+$|^\[/.test(host);
}
