import type { Permission } from "./practice";

/** Every place of the app. A segment that starts with a colon is a parameter. */
export const ROUTES = {
  timeline: "/",
  photo: "/photos/:id",
  compare: "/compare",
  timelapse: "/timelapse",
  blind: "/blind",
  capture: "/capture",
  importPhotos: "/import",
  outbox: "/outbox",
  sessions: "/sessions",
  newSession: "/sessions/new",
  devices: "/sessions/devices",
  newDevice: "/sessions/devices/new",
  device: "/sessions/devices/:id",
  courses: "/sessions/courses",
  newCourse: "/sessions/courses/new",
  course: "/sessions/courses/:id",
  totals: "/sessions/totals",
  sessionFile: "/sessions/file",
  session: "/sessions/:id",
  measures: "/measures",
  measure: "/measures/:measure",
  newEvent: "/events/new",
  event: "/events/:id",
  more: "/more",
  clients: "/clients",
  newClient: "/clients/new",
  client: "/clients/:id",
  practices: "/practices",
  newPractice: "/practices/new",
  practice: "/practices/:id",
  team: "/practices/:id/team",
  consentTexts: "/practices/:id/texts",
  consentText: "/practices/:id/texts/:text",
  publications: "/practices/:id/publications",
  practiceCopies: "/practices/:id/sealed",
  meetPractice: "/practice/:id",
  invitation: "/invite/:token",
  claim: "/claim/:token",
  access: "/access",
  log: "/log",
  reminders: "/reminders",
  security: "/security",
  lock: "/lock",
  consents: "/consents",
  newConsent: "/consents/new",
  consent: "/consents/:id",
  newReport: "/report",
  shares: "/shares",
  newShare: "/shares/new",
  received: "/shares/received",
  share: "/shares/:id",
  sealedCopies: "/sealed",
  welcome: "/welcome",
  signIn: "/sign-in",
  signUp: "/sign-up",
  forgotten: "/forgotten",
  reset: "/reset/:key",
} as const;

/** `handedOver` stands in the place of every screen but the one that was handed over with the device. */
export type RouteName = keyof typeof ROUTES | "notFound" | "handedOver";

export interface Route {
  name: RouteName;
  params: Record<string, string>;
}

/** Reachable without an account; everything else asks to sign in first. */
const PUBLIC: ReadonlySet<RouteName> = new Set(["signIn", "signUp", "forgotten", "reset"]);

export function isPublic(name: RouteName): boolean {
  return PUBLIC.has(name);
}

/** The route of a path; `newSession` stands before `session` in the table, so that it wins. */
export function matchRoute(path: string): Route {
  const segments = path.split("/").filter((segment) => segment !== "");
  for (const [name, pattern] of Object.entries(ROUTES)) {
    const params = matchSegments(
      pattern.split("/").filter((segment) => segment !== ""),
      segments,
    );
    if (params) return { name: name as RouteName, params };
  }
  return { name: "notFound", params: {} };
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? "";
    if (expected.startsWith(":")) {
      const value = decoded(actual);
      if (value === null) return null;
      params[expected.slice(1)] = value;
    } else if (expected !== actual) return null;
  }
  return params;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch (problem) {
    if (problem instanceof URIError) return null;
    throw problem;
  }
}

/** A path inside the app to return to after sign-in; anything else becomes the timeline. */
export function safeReturnPath(path: string | null): string {
  if (!path?.startsWith("/") || path.startsWith("//") || path.includes("\\")) return ROUTES.timeline;
  const { name } = matchRoute(path.split(/[?#]/)[0] ?? "");
  return name === "notFound" || isPublic(name) ? ROUTES.timeline : path;
}

/** For which link somebody came who has to sign in first; null for none of those that are handed over. */
export function cameFor(path: string | null): "invitation" | "claim" | "meetPractice" | null {
  const { name } = matchRoute((path ?? "").split(/[?#]/)[0] ?? "");
  return name === "invitation" || name === "claim" || name === "meetPractice" ? name : null;
}

/** Of a link that was clicked, what decides who follows it. */
export interface Link {
  origin: string;
  pathname: string;
  target: string;
  download: boolean;
}

/** Whether the app follows a link itself; other hosts, new tabs, downloads and the server's pages are the browser's. */
export function staysInside(link: Link, ownOrigin: string): boolean {
  return (
    link.origin === ownOrigin && link.target === "" && !link.download && matchRoute(link.pathname).name !== "notFound"
  );
}

/** The five places, and before them that of people who have clients. */
export const PLACES = ["clients", "timeline", "compare", "capture", "sessions", "more"] as const;
export type Place = (typeof PLACES)[number];

/** What the open record has to allow for a screen to make sense; null where it is about no record. */
export function neededFor(name: RouteName): Permission | null {
  if (name === "capture" || name === "importPhotos") return "add_photos";
  if (name === "newSession" || name === "newDevice" || name === "newCourse" || name === "newEvent") {
    return "add_sessions";
  }
  const place = placeOf(name);
  if (name === "measures" || name === "measure" || name === "newReport") return "see";
  return place === "timeline" || place === "compare" || place === "sessions" ? "see" : null;
}

/** Screens that are of use without a network: what is made there waits on the phone. */
export function worksOffline(name: RouteName): boolean {
  return ["capture", "importPhotos", "outbox", "sessions", "newSession"].includes(name);
}

/** Screens that show or change the record that is open; the others are about the account or the practice. */
export function isOfRecord(name: RouteName): boolean {
  return neededFor(name) !== null;
}

/** Which place is marked in the bar. */
export function placeOf(name: RouteName): Place | null {
  switch (name) {
    case "timeline":
    case "photo":
    case "newEvent":
    case "event":
      return "timeline";
    case "timelapse":
    case "blind":
      return "compare";
    case "importPhotos":
    case "outbox":
      return "capture";
    case "compare":
    case "capture":
    case "more":
      return name;
    case "clients":
    case "newClient":
    case "client":
      return "clients";
    case "measures":
    case "measure":
    case "practices":
    case "newPractice":
    case "practice":
    case "team":
    case "access":
    case "log":
    case "reminders":
    case "security":
    case "lock":
    case "consentTexts":
    case "consentText":
    case "publications":
    case "practiceCopies":
    case "consents":
    case "newConsent":
    case "consent":
    case "newReport":
    case "shares":
    case "newShare":
    case "received":
    case "share":
    case "sealedCopies":
      return "more";
    case "sessions":
    case "newSession":
    case "session":
    case "devices":
    case "newDevice":
    case "device":
    case "courses":
    case "newCourse":
    case "course":
    case "totals":
    case "sessionFile":
      return "sessions";
    default:
      return null;
  }
}
