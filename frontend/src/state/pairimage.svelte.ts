import type { Pair } from "../domain/compare";
import { IMAGE_TYPES, type ImageType, imageName, layOut, type Words } from "../domain/pairimage";
import type { Zoom } from "../domain/zoom";
import { canShare, drawSheet, share, textMeasure } from "../platform/pairimage";

/** What the image shows: the pictures on the screen, and the words that go with them. */
export interface Shown {
  words: Words;
  aspect: number;
  zooms: { first: Zoom; second: Zoom };
  urls: readonly [string, string];
}

/** The image of a pair, made on this device and sent nowhere. */
export class PairImage {
  type: ImageType = $state("jpeg");
  file: File | null = $state.raw(null);
  /** Of the file, for showing and saving it; "" while there is none. */
  url = $state("");
  name = $state("");
  failed = $state(false);
  readonly canShare = $derived(this.file !== null && canShare(this.file));

  #made = 0;

  async make(pair: Pair, shown: Shown, type: ImageType): Promise<void> {
    this.#made += 1;
    const turn = this.#made;
    this.#forget();
    this.type = type;
    this.failed = false;
    const sheet = layOut(shown.words, shown.aspect, shown.zooms, textMeasure());
    const [drawn] = await Promise.allSettled([drawSheet(sheet, shown.urls, type)]);
    // Asked for otherwise meanwhile, or closed.
    if (turn !== this.#made) return;
    if (drawn.status === "rejected") {
      this.failed = true;
      return;
    }
    this.name = imageName(pair.first.taken_at, pair.second.taken_at, type);
    this.file = new File([drawn.value], this.name, { type: IMAGE_TYPES[type] });
    this.url = URL.createObjectURL(this.file);
  }

  async share(): Promise<void> {
    if (this.file) await share(this.file);
  }

  close(): void {
    this.#made += 1;
    this.#forget();
  }

  #forget(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
    this.file = null;
  }
}
