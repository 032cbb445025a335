import { verdictOf } from "../api/comparisons";
import {
  canMatchLight,
  comparable,
  earlyPair,
  pictureOf,
  pictures,
  proposePair,
  proposeSeries,
  type Showing,
} from "../domain/compare";
import {
  type Asked,
  compareAddress,
  type Dates,
  EVENLY,
  offersZones,
  parseAsked,
  type Tool,
} from "../domain/comparelink";
import { gridPhotos } from "../domain/griddates";
import type { Photo, Series } from "../domain/models";
import type { Comparison } from "../domain/verdict";
import type { View, Zone } from "../domain/vocabulary";
import { paneAspect, startOf, WHOLE, type Zoom } from "../domain/zoom";
import { finestOf } from "./closeups";
import { loadComparable, loadLatest, loadPhoto, loadSeries } from "./photos";
import { type FormProblem, problemOf } from "./problem";
import { adjust, router } from "./router.svelte";

type Side = "first" | "second";

/** From here on the aligned picture may hide what the original shows. */
const CLOSE_FROM = 1.5;

/** One visit to the comparison: what is compared, by which tool, and which part of the face is looked at. */
export class Comparing {
  series: Series[] = $state.raw([]);
  view: View = $state("frontal");
  /** All that can be compared in this view, oldest first. */
  photos: Photo[] = $state.raw([]);
  /** `photos` are all of them; until then, those on the screen. */
  isWhole = $state(false);
  first: Photo | null = $state.raw(null);
  second: Photo | null = $state.raw(null);
  status: "loading" | "ready" = $state("loading");
  problem: FormProblem | null = $state.raw(null);

  tool: Tool = $state("side");
  zone: Zone | null = $state(null);
  dates: Dates = $state.raw(EVENLY);
  /** Aligned and as taken, each time anew: another showing is asked for and never remembered. */
  wanted: Showing = $state("aligned");
  zooms: Record<Side, Zoom> = $state.raw({ first: WHOLE, second: WHOLE });
  linked = $state(true);

  /** Ids of photos whose finest pictures are known, as there or as not to be had. */
  settled: ReadonlySet<string> = $state.raw(new Set());
  fetching = $state(false);

  readonly views = $derived(this.series.filter((one) => one.photo_count > 1 || one.view === this.view));
  readonly pair = $derived(this.first && this.second ? { first: this.first, second: this.second } : null);
  readonly aspect = $derived(paneAspect(this.zone));
  readonly start = $derived(startOf(this.zone));
  readonly inGrid = $derived(gridPhotos(this.photos, this.dates));
  readonly isClose = $derived(
    this.tool !== "grid" &&
      (this.zone !== null || this.zooms.first.scale > CLOSE_FROM || this.zooms.second.scale > CLOSE_FROM),
  );
  readonly isFinest = $derived(
    this.pair !== null && this.settled.has(this.pair.first.id) && this.settled.has(this.pair.second.id),
  );
  readonly shown = $derived(this.pair && pictures(this.pair, this.wanted, this.isClose && this.isFinest));
  readonly canMatch = $derived(
    this.tool === "grid"
      ? this.inGrid.every((photo) => pictureOf(photo, "matched_light"))
      : this.pair !== null && canMatchLight(this.pair),
  );
  /** What the pictures on the screen are: as wanted, where all of them have that. */
  readonly showing = $derived(
    this.tool !== "grid"
      ? (this.shown?.showing ?? "aligned")
      : this.inGrid.every((photo) => pictureOf(photo, this.wanted))
        ? this.wanted
        : "aligned",
  );

  /** What can be said of the pair; null while it is looked up, or where it could not be. */
  comparison: Comparison | null = $state.raw(null);
  verdictFailed = $state(false);

  #judging = new AbortController();
  #left = new AbortController();
  #asked = new Set<string>();

  async open(): Promise<void> {
    this.status = "loading";
    this.problem = null;
    const asked = parseAsked(router.query);
    this.tool = asked.tool;
    this.dates = asked.dates;
    try {
      const id = asked.before || asked.after;
      const [all, start] = await Promise.all([loadSeries(), id ? loadPhoto(id).catch(goneOrThrow) : null]);
      this.series = all;
      await this.#show(start?.view ?? proposeSeries(all)?.view ?? "frontal", asked);
    } catch (caught) {
      this.problem = problemOf(caught);
    }
    this.status = "ready";
  }

  leave(): void {
    this.#left.abort();
    this.#judging.abort();
  }

  async chooseView(view: View): Promise<void> {
    try {
      await this.#show(view, { ...parseAsked(new URLSearchParams()), zone: this.zone });
    } catch (caught) {
      if (this.view === view) this.problem = problemOf(caught);
    }
  }

  async #show(view: View, asked: Asked): Promise<void> {
    this.view = view;
    this.isWhole = false;
    this.#focus(offersZones(view) ? asked.zone : null);
    const wanted = { first: asked.before, second: asked.after };
    const some = this.tool === "grid" ? [] : await this.#decisive(view, wanted);
    // Another view was chosen meanwhile: its own answer is on its way.
    if (this.view !== view) return;
    const early = earlyPair(some, wanted);
    if (early) {
      this.photos = comparable(some);
      this.#place(early);
      this.status = "ready";
    }
    const loaded = comparable(await loadComparable(view));
    if (this.view !== view) return;
    // What is on the screen may have been fetched closer meanwhile.
    this.photos = loaded.map((photo) => [this.first, this.second].find((one) => one?.id === photo.id) ?? photo);
    this.isWhole = true;
    if (!early) this.#place(proposePair(loaded, wanted));
  }

  /** The few photos that mostly decide what is shown first: of hundreds, the rest can follow. */
  async #decisive(view: View, wanted: { first: string; second: string }): Promise<Photo[]> {
    const baseline = this.series.find((one) => one.view === view)?.baseline ?? "";
    const ids = [...new Set([wanted.first, wanted.second, baseline])].filter((id) => id !== "");
    const [latest, ...others] = await Promise.all([
      loadLatest(view, 1),
      ...ids.map((id) => loadPhoto(id).catch(goneOrThrow)),
    ]);
    const known = new Map<string, Photo>();
    for (const photo of [...latest, ...others]) if (photo?.view === view) known.set(photo.id, photo);
    return [...known.values()];
  }

  #place(pair: { first: Photo; second: Photo } | null): void {
    this.first = pair?.first ?? null;
    this.second = pair?.second ?? null;
    this.#write();
    void this.judge();
  }

  /** Looks up whether the pair can be compared; an answer about a pair that is no more is dropped. */
  async judge(): Promise<void> {
    this.#judging.abort();
    this.comparison = null;
    this.verdictFailed = false;
    const { pair } = this;
    if (!pair) return;
    this.#judging = new AbortController();
    const { signal } = this.#judging;
    const [answer] = await Promise.allSettled([verdictOf(pair.first.id, pair.second.id, signal)]);
    if (signal.aborted) return;
    if (answer.status === "fulfilled") this.comparison = answer.value;
    else {
      problemOf(answer.reason);
      this.verdictFailed = true;
    }
  }

  /** The address says what is shown, so that a reload or a link shows it again; the way back stays what it was. */
  #write(): void {
    const { first, second, tool, zone, dates } = this;
    if (first && second) adjust(compareAddress({ before: first.id, after: second.id, tool, zone, dates }));
  }

  /** Puts `photo` at one side; the one shown there before moves over when both would be the same. */
  choose(side: Side, photo: Photo): void {
    const { first, second } = this;
    if (!first || !second) return;
    if (side === "first") this.#place({ first: photo, second: photo.id === second.id ? first : second });
    else this.#place({ first: photo.id === first.id ? second : first, second: photo });
  }

  async chooseById(side: Side, id: string): Promise<void> {
    const photo = this.photos.find((one) => one.id === id) ?? (await loadPhoto(id).catch(goneOrThrow));
    if (photo?.view === this.view) this.choose(side, photo);
  }

  swap(): void {
    const { first, second } = this;
    if (!first || !second) return;
    this.zooms = { first: this.zooms.second, second: this.zooms.first };
    this.#place({ first: second, second: first });
  }

  useTool(tool: Tool): void {
    this.tool = tool;
    // One place for both, wherever the two share a field.
    if (tool !== "side") this.link(true);
    this.#write();
  }

  chooseDates(dates: Dates): void {
    this.dates = dates;
    this.#write();
  }

  look(zone: Zone | null): void {
    this.#focus(zone);
    this.#write();
  }

  #focus(zone: Zone | null): void {
    this.zone = zone;
    this.linked = true;
    this.zooms = { first: this.start, second: this.start };
  }

  link(linked: boolean): void {
    this.linked = linked;
    if (linked) this.zooms = { first: this.zooms.first, second: this.zooms.first };
  }

  zoom(side: Side, zoom: Zoom): void {
    this.zooms = this.linked ? { first: zoom, second: zoom } : { ...this.zooms, [side]: zoom };
  }

  toggle(showing: Showing): void {
    this.wanted = this.showing === showing ? "aligned" : showing;
  }

  /** Fetches what the originals show beyond the aligned pictures; each photo is asked for once a visit. */
  async lookCloser(): Promise<void> {
    const { pair } = this;
    if (!pair) return;
    const missing = [pair.first, pair.second].filter((photo) => !this.#asked.has(photo.id));
    if (missing.length === 0) return;
    this.fetching = true;
    await Promise.all(missing.map((photo) => this.#fetchFinest(photo.id)));
    this.fetching = [...this.#asked].some((id) => !this.settled.has(id));
  }

  async #fetchFinest(id: string): Promise<void> {
    this.#asked.add(id);
    const [answer] = await Promise.allSettled([finestOf(id, this.#left.signal)]);
    if (answer.status === "rejected") problemOf(answer.reason);
    const photo = answer.status === "fulfilled" ? answer.value : null;
    if (photo) {
      this.photos = this.photos.map((one) => (one.id === id ? photo : one));
      if (this.first?.id === id) this.first = photo;
      if (this.second?.id === id) this.second = photo;
    }
    this.settled = new Set([...this.settled, id]);
  }
}

/** A photo that was deleted, or is another person's, since the address was written is no reason to show nothing. */
function goneOrThrow(caught: unknown): null {
  if (["not_found", "other_record"].includes(problemOf(caught).code)) return null;
  throw caught;
}
