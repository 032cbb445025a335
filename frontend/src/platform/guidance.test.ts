import { afterEach, expect, it, vi } from "vitest";
import { GuideUnavailable, openGuide } from "./guidance";
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
