import type { Series } from "./models";
import { VIEWS, type View } from "./vocabulary";

export const OVERLAYS = ["ghost", "outline", "onion", "off"] as const;
export type Overlay = (typeof OVERLAYS)[number];
export const TIMERS = [0, 3, 10] as const;
/** Seconds between a press and the photo. */
export type Timer = (typeof TIMERS)[number];
/** `first`: the first photos of a series, which have no noise floor yet. */
export const BURSTS = ["first", "always", "never"] as const;
export type BurstRule = (typeof BURSTS)[number];
/** `unseen`: where the person in the photo cannot see the screen. */
export const SPEECHES = ["never", "unseen", "always"] as const;
export type SpeechRule = (typeof SPEECHES)[number];
export const FACINGS = ["user", "environment"] as const;
/** Front or rear camera, by the browser's names. */
export type Facing = (typeof FACINGS)[number];

/** How photos are taken on this device. */
export interface CaptureSettings {
  facing: Facing;
  overlay: Overlay;
  /** Of the ghost over the live picture, 0–1. */
  opacity: number;
  /** The onion skin comes and goes; else it stands half over the live picture. */
  blink: boolean;
  grid: boolean;
  timer: Timer;
  /** The shutter falls by itself once the live picture matches the baseline and is still. */
  auto: boolean;
  burst: BurstRule;
  speech: SpeechRule;
  vibration: boolean;
}

export const DEFAULT_SETTINGS: CaptureSettings = {
  facing: "user",
  overlay: "ghost",
  opacity: 0.4,
  blink: true,
  grid: false,
  timer: 0,
  auto: true,
  burst: "first",
  speech: "unseen",
  vibration: true,
};

/** Settings as they were kept; whatever is missing or unknown becomes the default. */
export function readSettings(text: string | null): CaptureSettings {
  const kept = parsed(text);
  const one = <Value>(name: string, options: readonly Value[], otherwise: Value): Value =>
    options.find((option) => option === kept[name]) ?? otherwise;
  const opacity = kept.opacity;
  return {
    facing: one("facing", FACINGS, DEFAULT_SETTINGS.facing),
    overlay: one("overlay", OVERLAYS, DEFAULT_SETTINGS.overlay),
    opacity: typeof opacity === "number" && opacity >= 0 && opacity <= 1 ? opacity : DEFAULT_SETTINGS.opacity,
    blink: one("blink", [true, false], DEFAULT_SETTINGS.blink),
    grid: one("grid", [true, false], DEFAULT_SETTINGS.grid),
    timer: one("timer", TIMERS, DEFAULT_SETTINGS.timer),
    auto: one("auto", [true, false], DEFAULT_SETTINGS.auto),
    burst: one("burst", BURSTS, DEFAULT_SETTINGS.burst),
    speech: one("speech", SPEECHES, DEFAULT_SETTINGS.speech),
    vibration: one("vibration", [true, false], DEFAULT_SETTINGS.vibration),
  };
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch (problem) {
    if (problem instanceof SyntaxError) return {};
    throw problem;
  }
}

/** Why there is no live picture. Choosing a photo from the gallery works in each case. */
export type Trouble = "insecure" | "unsupported" | "none" | "denied" | "busy";

/**
 * explaining → starting → live ⇄ counting → taking → review → live
 *
 * `paused`: the camera was given back because nobody looks; `trouble`: it cannot be had.
 */
export type Phase =
  | { at: "explaining" }
  | { at: "starting" }
  | { at: "live" }
  | { at: "counting"; left: number }
  | { at: "taking"; taken: number; of: number }
  | { at: "review"; taken: number }
  | { at: "paused" }
  | { at: "trouble"; why: Trouble };

export type Happening =
  /** The explanation was read, or another try is wished. */
  | { kind: "start" }
  | { kind: "ready" }
  | { kind: "fail"; why: Trouble }
  /** The shutter, by a person; while the timer runs it calls the photo off. */
  | { kind: "press"; timer: Timer; burst: number }
  /** The shutter by itself. */
  | { kind: "match"; burst: number }
  /** A second of the timer has gone. */
  | { kind: "tick"; burst: number }
  /** One photo is safe on this phone. */
  | { kind: "kept" }
  /** A photo could not be taken or kept. */
  | { kind: "spoilt" }
  /** On to the next photo. */
  | { kind: "again" }
  /** The camera was taken away, or the page is hidden or locked. */
  | { kind: "pause" };

/** The phase after `happening`; the same object where the happening comes too late or too early to count. */
export function step(phase: Phase, happening: Happening): Phase {
  switch (happening.kind) {
    case "start":
      return phase.at === "explaining" || phase.at === "trouble" || phase.at === "paused" || phase.at === "live"
        ? { at: "starting" }
        : phase;
    case "ready":
      return phase.at === "starting" ? { at: "live" } : phase;
    case "fail":
      return phase.at === "starting" ? { at: "trouble", why: happening.why } : phase;
    case "press":
      if (phase.at === "counting") return { at: "live" };
      if (phase.at !== "live") return phase;
      return happening.timer > 0 ? { at: "counting", left: happening.timer } : shooting(happening.burst);
    case "match":
      return phase.at === "live" ? shooting(happening.burst) : phase;
    case "tick":
      if (phase.at !== "counting") return phase;
      return phase.left > 1 ? { at: "counting", left: phase.left - 1 } : shooting(happening.burst);
    case "kept":
      if (phase.at !== "taking") return phase;
      return phase.taken + 1 < phase.of
        ? { ...phase, taken: phase.taken + 1 }
        : { at: "review", taken: phase.taken + 1 };
    case "spoilt":
      if (phase.at !== "taking") return phase;
      // What a burst has kept already is kept.
      return phase.taken > 0 ? { at: "review", taken: phase.taken } : { at: "live" };
    case "again":
      return phase.at === "review" ? { at: "live" } : phase;
    case "pause":
      // A review shows what is kept and needs no camera; nothing that runs now may fall by itself later.
      return phase.at === "live" || phase.at === "counting" || phase.at === "starting" ? { at: "paused" } : phase;
  }
}

function shooting(of: number): Phase {
  return { at: "taking", taken: 0, of };
}

/** While one of these lasts, nothing may reload the page or come between. */
export function isUndisturbed(phase: Phase): boolean {
  return phase.at !== "explaining" && phase.at !== "trouble";
}

/** How many photos make a sitting: test-retest spread needs three. */
export const BURST_PHOTOS = 3;

/** How many photos one press takes. `there`: photos of the series so far; null where that cannot be known. */
export function photosAPress(rule: BurstRule, there: number | null): number {
  if (rule === "first") return there !== null && there < BURST_PHOTOS ? BURST_PHOTOS : 1;
  return rule === "always" ? BURST_PHOTOS : 1;
}

/** The views of a sitting, in their usual order: those chosen, else those with photos, else the frontal one. */
export function trackedViews(chosen: readonly View[] | null, series: readonly Pick<Series, "view">[]): View[] {
  const wanted = new Set(chosen?.length ? chosen : series.map((one) => one.view));
  const views = VIEWS.filter((view) => wanted.has(view));
  return views.length > 0 ? views : ["frontal"];
}

/** The next of the sitting's views that is not taken yet, going round from `current`; null when none is left. */
export function nextView(tracked: readonly View[], taken: ReadonlySet<View>, current: View): View | null {
  const start = tracked.indexOf(current) + 1;
  const round = [...tracked.slice(start), ...tracked.slice(0, start)];
  return round.find((view) => view !== current && !taken.has(view)) ?? null;
}

/** Where a sitting begins: the view that was asked for, else the first that is not taken yet. */
export function firstView(asked: string | null, tracked: readonly View[], taken: ReadonlySet<View>): View {
  const wanted = VIEWS.find((view) => view === asked);
  return wanted ?? tracked.find((view) => !taken.has(view)) ?? tracked[0] ?? "frontal";
}

export function readViews(text: string | null): View[] | null {
  const kept = (text ?? "").split(",");
  const views = VIEWS.filter((view) => kept.includes(view));
  return views.length > 0 ? views : null;
}

/** In a profile nobody sees the screen. */
export function speaks(rule: SpeechRule, view: View): boolean {
  return rule === "always" || (rule === "unseen" && view.startsWith("lateral"));
}

/**
 * Which of a stream of instructions is said, so that a voice or a screen reader is not flooded: one that has lasted
 * `settleMs`, not within `gapMs` of the last, and the same again only after `repeatMs`.
 */
export class Pacer {
  private candidate: { text: string; since: number } | null = null;
  private last: { text: string; at: number } | null = null;

  constructor(
    private readonly settleMs: number,
    private readonly gapMs: number,
    private readonly repeatMs: number,
  ) {}

  /** `text` is what there is to say at `atMs`; the answer is whether to say it now. */
  feed(text: string, atMs: number): boolean {
    if (this.candidate?.text !== text) this.candidate = { text, since: atMs };
    if (text === "" || atMs - this.candidate.since < this.settleMs) return false;
    if (this.last) {
      const gap = this.last.text === text ? this.repeatMs : this.gapMs;
      if (atMs - this.last.at < gap) return false;
    }
    this.last = { text, at: atMs };
    return true;
  }
}
