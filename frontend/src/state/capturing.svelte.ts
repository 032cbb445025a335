import * as records from "../api/records";
import * as stream from "../api/timeline";
import {
  type CaptureSettings,
  firstView,
  type Happening,
  isUndisturbed,
  nextView,
  type Phase,
  photosAPress,
  readSettings,
  readViews,
  step,
  trackedViews,
} from "../domain/capturing";
import { firstTarget, type Guidance } from "../domain/guidance";
import type { Series } from "../domain/models";
import type { View } from "../domain/vocabulary";
import { localDate, wallTimeAt, wallTimeText } from "../domain/walltime";
import {
  type Camera,
  CameraTrouble,
  cameraAsks,
  cameraObjection,
  countCameras,
  keepAwake,
  openCamera,
  watchHidden,
} from "../platform/camera";
import {
  markCameraExplained,
  storeCapture,
  storedCapture,
  storedViews,
  storeViews,
  wasCameraExplained,
} from "../platform/preferences";
import { makeUuid } from "../platform/uuid";
import { account } from "./account.svelte";
import { discardCapture } from "./discarding";
import { type Guided, guideFor } from "./guide.svelte";
import { onForget, stillWanted } from "./memory";
import { problemOf } from "./problem";
import { type Kept, takeOne } from "./shooting";
import { undisturbed } from "./undisturbed.svelte";
import { beginAnew, endWatch, watchLive } from "./watching";

/** Between the photos of a burst: long enough for the head to move as it does between sittings of one morning. */
const BURST_GAP_MS = 400;

/** The photos of one press. */
interface Taken {
  view: View;
  ids: string[];
  /** Address of the last one on this device. */
  url: string;
  /** All of them are durable on this phone. */
  safe: boolean;
  /** There was none of this view today before. */
  first: boolean;
}

class Capturing {
  phase: Phase = $state.raw({ at: "explaining" });
  settings: CaptureSettings = $state.raw(readSettings(storedCapture()));
  view: View = $state("frontal");
  camera: Camera | null = $state.raw(null);
  cameras = $state(1);
  /** Null where it cannot be known: without a network, or where the record may not be seen. */
  series: Series[] | null = $state.raw(null);
  /** Baselines to line up with. */
  guides: Guided[] = $state.raw([]);
  /** The views chosen for this record's sittings; null where none were. */
  chosen: View[] | null = $state.raw(null);
  /** Views of which there is a photo of today. */
  today: ReadonlySet<View> = $state.raw(new Set());
  /** What the live picture lacks; null while nobody looks. */
  guidance: Guidance | null = $state.raw(null);
  guide: "loading" | "here" | "missing" = $state("loading");
  /** The photos of the last press. */
  taken: Taken | null = $state.raw(null);
  problem: "notTaken" | "notRemoved" | null = $state(null);
  removing = $state(false);

  tracked = $derived(trackedViews(this.chosen, this.series ?? this.guides));
  guided = $derived(this.guides.find((one) => one.view === this.view) ?? null);
  /** There is a baseline that was measured, so that “it matches” can be said. */
  matches = $derived(this.guided !== null && this.guided.target.series !== "");
  next = $derived(nextView(this.tracked, this.today, this.view));
  burst = $derived(photosAPress(this.settings.burst, this.there()));

  /** Photos of this view's series, as far as one can know. */
  private there(): number | null {
    if (this.series) return (this.series.find((one) => one.view === this.view)?.photo_count ?? 0) + added(this.view);
    return this.guided ? null : added(this.view);
  }
}

let count: Partial<Record<View, number>> = $state.raw({});
const added = (view: View) => count[view] ?? 0;

export const capturing = new Capturing();

/** The screen is open; a camera that comes later than that is given back. */
let visit = 0;
let stopWatching: () => void = () => undefined;
let letSleep: () => void = () => undefined;
let ticking: ReturnType<typeof setInterval> | undefined;

onForget(() => {
  closeCapturing();
  count = {};
  Object.assign(capturing, { series: null, guides: [], chosen: null, today: new Set(), view: "frontal" });
});

function happen(happening: Happening): void {
  const before = capturing.phase;
  const after = step(before, happening);
  if (after === before) return;
  capturing.phase = after;
  undisturbed.on = isUndisturbed(after);
  clearInterval(ticking);
  if (after.at === "counting") {
    ticking = setInterval(() => happen({ kind: "tick", burst: capturing.burst }), 1000);
  }
  if (after.at === "taking" && before.at !== "taking") void takePhotos(after.of);
  if (after.at === "live") beginAnew();
}

/** Opens the screen: what it needs to know is asked for, and the camera opened if that was explained before. */
export async function openCapturing(asked: string | null): Promise<void> {
  closeCapturing();
  visit += 1;
  const here = visit;
  capturing.phase = { at: "explaining" };
  capturing.problem = null;
  capturing.guide = "loading";
  capturing.chosen = readViews(storedViews(account.subject.id));
  capturing.view = firstView(asked, capturing.tracked, capturing.today);
  stopWatching = watchHidden((hidden) => {
    if (hidden) giveBack();
    else if (capturing.phase.at === "paused") void startCamera();
  });
  const known = learn(asked);
  const objection = cameraObjection();
  if (objection) {
    capturing.phase = { at: "trouble", why: objection };
    return;
  }
  if (wasCameraExplained() || !(await cameraAsks())) {
    if (here === visit) await startCamera();
  }
  await known;
}

/** Leaves the screen: the camera stops. Called also when the app is locked or signed out. */
export function closeCapturing(): void {
  visit += 1;
  stopWatching();
  stopWatching = () => undefined;
  clearInterval(ticking);
  stopCamera();
  endWatch();
  forgetTaken();
  capturing.phase = { at: "explaining" };
  undisturbed.on = false;
}

/** What is asked of the server; each part can be missing, and the camera works without all of them. */
async function learn(asked: string | null): Promise<void> {
  const wanted = stillWanted();
  const subject = account.subject.id;
  const today = localDate(wallTimeText(wallTimeAt(new Date())));
  const sees = account.may("see");
  const [series, guides, days] = await Promise.allSettled([
    sees ? records.listSeries(subject) : null,
    guideFor(subject),
    sees ? stream.days({ subject, from: today, to: today }, AbortSignal.timeout(20_000)) : null,
  ]);
  if (!wanted()) return;
  if (series.status === "fulfilled" && series.value) {
    capturing.series = series.value;
    // The server counts what has arrived.
    count = {};
  }
  if (guides.status === "fulfilled") capturing.guides = guides.value;
  if (days.status === "fulfilled" && days.value) {
    const there = days.value.days.flatMap((day) => day.photos.map((photo) => photo.view));
    capturing.today = new Set([...capturing.today, ...there]);
  }
  // Where a sitting begins is known only now; one that has begun is not moved.
  if (!capturing.taken) capturing.view = firstView(asked, capturing.tracked, capturing.today);
}

/** After the explanation, after trouble, after a pause, and for the other camera. */
export async function startCamera(): Promise<void> {
  markCameraExplained();
  stopCamera();
  happen({ kind: "start" });
  if (capturing.phase.at !== "starting") return;
  const here = visit;
  try {
    const camera = await openCamera(capturing.settings.facing, giveBack);
    if (here !== visit || capturing.phase.at !== "starting") {
      camera.stop();
      return;
    }
    capturing.camera = camera;
    letSleep = keepAwake();
    happen({ kind: "ready" });
    void watchLive(camera, watched);
    capturing.cameras = await countCameras();
  } catch (problem) {
    if (!(problem instanceof CameraTrouble)) throw problem;
    if (here === visit) happen({ kind: "fail", why: problem.why });
  }
}

function stopCamera(): void {
  letSleep();
  letSleep = () => undefined;
  capturing.camera?.stop();
  capturing.camera = null;
  capturing.guidance = null;
}

/** Gives the camera back while nobody looks. A photo under way is finished first. */
function giveBack(): void {
  if (capturing.phase.at === "taking") return;
  happen({ kind: "pause" });
  stopCamera();
}

export function press(): void {
  capturing.problem = null;
  happen({ kind: "press", timer: capturing.settings.timer, burst: capturing.burst });
}

const watched = {
  wanted: () => capturing.phase.at === "live" || capturing.phase.at === "counting",
  target: () => capturing.guided?.target ?? firstTarget(capturing.view),
  see: (guidance: Guidance | null) => {
    capturing.guidance = guidance;
  },
  steady: () => {
    if (capturing.settings.auto && capturing.matches) happen({ kind: "match", burst: capturing.burst });
  },
  ready: (state: "here" | "missing") => {
    capturing.guide = state;
  },
};

async function takePhotos(of: number): Promise<void> {
  const { camera, view } = capturing;
  const sitting = of > 1 ? makeUuid() : null;
  forgetTaken();
  while (capturing.phase.at === "taking") {
    if (capturing.taken) await new Promise((resolve) => setTimeout(resolve, BURST_GAP_MS));
    // Whoever leaves in mid-burst keeps what is taken; the camera may not go on behind their back.
    const kept = camera && !hidden() && (await takeOne(camera, view, sitting));
    if (kept) note(kept, view);
    else if (!capturing.taken) capturing.problem = "notTaken";
    happen({ kind: kept ? "kept" : "spoilt" });
  }
  if (hidden() || !camera?.alive) giveBack();
}

const hidden = () => document.visibilityState === "hidden";

function note({ id, url, safe }: Kept, view: View): void {
  const before: Taken | null = capturing.taken;
  if (before) URL.revokeObjectURL(before.url);
  capturing.taken = {
    view,
    ids: [...(before?.ids ?? []), id],
    url,
    safe: safe && (before?.safe ?? true),
    first: before?.first ?? !capturing.today.has(view),
  };
  count = { ...count, [view]: added(view) + 1 };
  capturing.today = new Set([...capturing.today, view]);
}

function forgetTaken(): void {
  if (capturing.taken) URL.revokeObjectURL(capturing.taken.url);
  capturing.taken = null;
}

/** Throws the photos of the last press away and goes back to the camera. */
export async function retake(): Promise<void> {
  const { taken } = capturing;
  if (!taken || capturing.removing) return;
  capturing.removing = true;
  try {
    for (const id of taken.ids) await discardCapture(id);
    count = { ...count, [taken.view]: Math.max(0, added(taken.view) - taken.ids.length) };
    if (taken.first) capturing.today = new Set([...capturing.today].filter((view) => view !== taken.view));
    await goOn(taken.view);
  } catch (caught) {
    problemOf(caught);
    capturing.problem = "notRemoved";
  } finally {
    capturing.removing = false;
  }
}

/** On to a photo of `view`. */
export async function goOn(view: View): Promise<void> {
  capturing.problem = null;
  capturing.view = view;
  happen({ kind: "again" });
  if (!capturing.camera) await startCamera();
}

export function chooseView(view: View): void {
  if (capturing.phase.at === "live") capturing.view = view;
}

export function setCapture(change: Partial<CaptureSettings>): void {
  const turned = change.facing !== undefined && change.facing !== capturing.settings.facing;
  capturing.settings = { ...capturing.settings, ...change };
  storeCapture(JSON.stringify(capturing.settings));
  if (turned && capturing.phase.at === "live") void startCamera();
}

export function setViews(views: View[]): void {
  capturing.chosen = views.length > 0 ? views : null;
  storeViews(account.subject.id, views.join(","));
}
