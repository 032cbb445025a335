import { afterEach, expect, it, vi } from "vitest";
import { type Guide, GuideUnavailable, lookOn, openGuide } from "./guidance";
import type { Asked, Told } from "./guidance-worker";

/** A worker that answers as it is told to; the real one needs a browser, and has it in tests/e2e/test_guidance.py. */
class Answering {
  static last: Answering | null = null;
  onmessage: ((event: MessageEvent<Told>) => void) | null = null;
  onerror: (() => void) | null = null;
  asked: Asked[] = [];
  terminated = false;
  constructor() {
    Answering.last = this;
  }
  postMessage(message: Asked): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  tell(told: Told): void {
    this.onmessage?.({ data: told } as MessageEvent<Told>);
  }
}

const frame = () => ({ close: vi.fn() }) as unknown as ImageBitmap & { close: ReturnType<typeof vi.fn> };
function opening() {
  vi.stubGlobal("Worker", Answering);
  vi.stubGlobal("OffscreenCanvas", class {});
  const guide = openGuide();
  return { guide, worker: Answering.last as Answering };
}
afterEach(() => vi.unstubAllGlobals());

it("answers each frame with what was seen in it", async () => {
  const { guide, worker } = opening();
  worker.tell({ kind: "ready" });
  const opened = await guide;
  const [one, other] = [opened.look(frame(), 1), opened.look(frame(), 2)];
  const ids = worker.asked.flatMap((asked) => (asked.kind === "look" ? [asked.id] : []));
  worker.tell({ kind: "seen", id: ids[1] ?? 0, seen: null });
  expect(await other).toBeNull();
  worker.tell({ kind: "seen", id: ids[0] ?? 0, seen: null });
  expect(await one).toBeNull();
});

it.each([
  ["the files cannot be had", (worker: Answering) => worker.tell({ kind: "failed", reason: "404" })],
  ["the worker does not start", (worker: Answering) => worker.onerror?.()],
])("says so when %s", async (_what, happen) => {
  const { guide, worker } = opening();
  happen(worker);
  await expect(guide).rejects.toMatchObject({ reason: "not_loaded" });
  expect(worker.terminated).toBe(true);
});

it("leaves no look without an answer when it stops, and gives frames back that come later", async () => {
  const { guide, worker } = opening();
  worker.tell({ kind: "ready" });
  const opened = await guide;
  const underWay = opened.look(frame(), 1);
  worker.tell({ kind: "failed", reason: "out of memory" });
  await expect(underWay).rejects.toMatchObject({ reason: "stopped" });
  const late = frame();
  await expect(opened.look(late, 2)).rejects.toBeInstanceOf(GuideUnavailable);
  expect(late.close).toHaveBeenCalled();
});

it("is not there where the browser has no canvas for a worker", async () => {
  vi.stubGlobal("Worker", Answering);
  vi.stubGlobal("OffscreenCanvas", undefined);
  await expect(openGuide()).rejects.toMatchObject({ reason: "unsupported" });
});

/** Frames that come as soon as they are asked for; the guide answers when it is told to. */
function looking(of: number) {
  const taken: ReturnType<typeof frame>[] = [];
  const answers: ((seen: null) => void)[] = [];
  const fails: ((problem: Error) => void)[] = [];
  const guide: Guide = {
    look: () =>
      new Promise((resolve, reject) => {
        answers.push(resolve);
        fails.push(reject);
      }),
    close: () => undefined,
  };
  const frames = {
    goOn: () => answers.length < of,
    next: () => {
      const one = frame();
      taken.push(one);
      return Promise.resolve(one);
    },
  };
  return { taken, answers, fails, guide, frames };
}

it("takes the next frame while it looks at the one before, and gives back what nobody looks at", async () => {
  const { taken, answers, guide, frames } = looking(2);
  const shown: number[] = [];
  const end = lookOn(guide, frames, (_seen, atMs) => shown.push(atMs));
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  expect(taken).toHaveLength(2);
  answers[0]?.(null);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(taken).toHaveLength(3);
  answers[1]?.(null);
  await end;
  expect(shown).toHaveLength(2);
  await vi.waitFor(() => expect(taken[2]?.close).toHaveBeenCalledOnce());
});

it("gives the frame at hand back when the guide stops in the middle of a look", async () => {
  const { taken, fails, guide, frames } = looking(9);
  const end = lookOn(guide, frames, () => undefined);
  await vi.waitFor(() => expect(fails).toHaveLength(1));
  fails[0]?.(new GuideUnavailable("stopped"));
  await expect(end).rejects.toMatchObject({ reason: "stopped" });
  await vi.waitFor(() => expect(taken[1]?.close).toHaveBeenCalledOnce());
});

it("passes over a frame that nobody wants", async () => {
  const { answers, guide } = looking(1);
  let asked = 0;
  const frames = { goOn: () => asked < 4, next: () => Promise.resolve(asked++ < 3 ? null : frame()) };
  await lookOn(guide, frames, () => undefined);
  expect(answers).toHaveLength(0);
});
