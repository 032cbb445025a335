import { type View, ZONES, type Zone } from "./vocabulary";

export const TOOLS = ["side", "slider", "onion", "blink", "grid"] as const;
export type Tool = (typeof TOOLS)[number];

/** How many dates the grid shows. */
export const GRID_FEWEST = 2;
export const GRID_MOST = 12;

/** The dates of the grid: so many of them evenly, or these, chosen by hand. */
export type Dates = { count: number } | { ids: readonly string[] };

/**
 * What the address of a comparison says. Whether the light is matched is not among it: a link never opens with colours
 * that are not as taken.
 */
export interface Asked {
  before: string;
  after: string;
  tool: Tool;
  zone: Zone | null;
  dates: Dates;
}

export const EVENLY: Dates = { count: 6 };

/** Reads an address; what it does not know, it takes as not said. */
export function parseAsked(query: URLSearchParams): Asked {
  return {
    before: query.get("before") ?? "",
    after: query.get("after") ?? "",
    tool: TOOLS.find((tool) => tool === query.get("tool")) ?? "side",
    zone: ZONES.find((zone) => zone === query.get("zone")) ?? null,
    dates: parseDates(query.get("dates") ?? ""),
  };
}

function parseDates(text: string): Dates {
  if (/^\d{1,2}$/.test(text)) return { count: Math.min(GRID_MOST, Math.max(GRID_FEWEST, Number(text))) };
  const ids = [...new Set(text.split(".").filter((id) => id !== ""))].slice(0, GRID_MOST);
  return ids.length >= GRID_FEWEST ? { ids } : EVENLY;
}

/** The address of a comparison; `parseAsked` reads it back. */
export function compareAddress(asked: Asked): string {
  const query = new URLSearchParams();
  if (asked.before) query.set("before", asked.before);
  if (asked.after) query.set("after", asked.after);
  if (asked.tool !== "side") query.set("tool", asked.tool);
  if (asked.zone) query.set("zone", asked.zone);
  const dates = "count" in asked.dates ? String(asked.dates.count) : asked.dates.ids.join(".");
  if (asked.tool === "grid") query.set("dates", dates);
  return query.size > 0 ? `/compare?${query}` : "/compare";
}

/** Zone boxes are measured for faces seen from the front; a turned one lies elsewhere in the frame. */
export function offersZones(view: View): boolean {
  return view === "frontal";
}
