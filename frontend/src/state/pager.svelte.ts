import type { Page } from "../domain/models";
import { type FormProblem, problemOf } from "./problem";

/** A list that the server gives page by page: what is there so far, and the way on. */
export class Pager<Item extends { id: string }> {
  /** Null until the first page is there. */
  items: readonly Item[] | null = $state.raw(null);
  next: string | null = $state(null);
  busy = $state(false);
  problem: FormProblem | null = $state.raw(null);
  readonly #ask: (cursor: string | null) => Promise<Page<Item>>;
  /** Of the page that was asked for last; an answer to an earlier question is dropped. */
  #asked = 0;
  #cursor: string | null = null;

  constructor(ask: (cursor: string | null) => Promise<Page<Item>>) {
    this.#ask = ask;
  }

  /** Forgets what is there and asks for the first page: what is asked for is another list now. */
  start(): Promise<void> {
    this.items = null;
    this.next = null;
    return this.#load(null);
  }

  /** Asks for the first page again; what is there stays until it comes. */
  refresh(): Promise<void> {
    return this.#load(null);
  }

  /** The page after those that are there. */
  async more(): Promise<void> {
    if (this.next !== null && !this.busy) await this.#load(this.next);
  }

  /** Asks once more for the page that could not be had. */
  again(): Promise<void> {
    return this.#load(this.#cursor);
  }

  /** Puts a newer state of one item in its place. */
  replace(newer: Item): void {
    this.items = this.items?.map((one) => (one.id === newer.id ? newer : one)) ?? null;
  }

  async #load(cursor: string | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#cursor = cursor;
    this.busy = true;
    this.problem = null;
    try {
      const page = await this.#ask(cursor);
      if (asked !== this.#asked) return;
      this.items = cursor === null ? page.items : [...(this.items ?? []), ...page.items];
      this.next = page.next;
    } catch (caught) {
      if (asked !== this.#asked) return;
      this.problem = problemOf(caught);
    }
    this.busy = false;
  }
}
