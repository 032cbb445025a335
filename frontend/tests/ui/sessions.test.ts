import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { Course } from "../../src/domain/sessionlog.ts";
import { startTimer } from "../../src/domain/timer.ts";
import { CHECKLIST_VERSION } from "../../src/domain/vocabulary.ts";
import Checklist from "../../src/ui/Checklist.svelte";
import CourseCard from "../../src/ui/CourseCard.svelte";
import SessionRow from "../../src/ui/SessionRow.svelte";
import TimerCard from "../../src/ui/TimerCard.svelte";
import { sampleCourse, sampleDevice, sampleSession } from "../samples.ts";

describe("a course", () => {
  const progress = (values: Partial<Course["progress"]>) => ({ ...sampleCourse().progress, ...values });

  it.each([
    [{}, "Next one planned for Thu 12 Mar"],
    [{ progress: progress({ next_day: "2026-03-09" }) }, "The next one was planned for Mon 9 Mar"],
    [
      { progress: progress({ state: "finished", next_day: null, finished_on: "2026-03-10" }) },
      "Finished on 10 March 2026",
    ],
    [{ stopped_on: "2026-03-08", progress: progress({ state: "stopped", next_day: null }) }, "Stopped on 8 March 2026"],
  ] as [Partial<Course>, string][])("says where it stands: %j", (values, sentence) => {
    render(CourseCard, { course: sampleCourse(values), today: "2026-03-12" });
    expect(screen.getByText(sentence)).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "3 of 10 sessions" })).toBeTruthy();
  });
});

describe("the checklist", () => {
  it("is confirmed with one button, and says why that failed", async () => {
    const confirm = vi.fn(async () => ({ code: "checklist_changed", message: "" }));
    render(Checklist, { device: sampleDevice(), confirm });
    expect(screen.getByText("epilepsy")).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "I have read this" }));
    expect(confirm).toHaveBeenCalledOnce();
    expect((await screen.findByRole("alert")).textContent).toContain("The list has changed.");
  });

  it("says when it was read and asks no more", () => {
    const checklist = { version: CHECKLIST_VERSION, items: [], confirmed_at: "2026-03-12T08:00:00Z", current: true };
    render(Checklist, { device: sampleDevice({ checklist }), confirm: async () => null });
    expect(screen.getByText(/Read on 12 March 2026/)).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("asks again once the list has changed", () => {
    const checklist = { version: 0, items: [], confirmed_at: "2026-03-12T08:00:00Z", current: false };
    render(Checklist, { device: sampleDevice({ checklist }), confirm: async () => null });
    expect(screen.getByText("The list has changed since you last read it.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "I have read this" })).toBeTruthy();
  });
});

it("drops the time that has run only after asking", async () => {
  const started = new Date(2026, 2, 12, 19, 0, 0);
  const discard = vi.fn();
  const act = { pause: vi.fn(), resume: vi.fn(), end: vi.fn(), discard };
  render(TimerCard, { timer: startTimer("s", started, null), now: started.getTime() + 65_000, ...act });
  expect(screen.getByRole("timer").textContent).toBe("1:05");
  await fireEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(discard).not.toHaveBeenCalled();
  const buttons = await screen.findAllByRole("button", { name: "Discard", hidden: true });
  await fireEvent.click(buttons.at(-1) as HTMLElement);
  expect(discard).toHaveBeenCalledOnce();
});

it("shows a session's current in the unit of its modality", () => {
  render(SessionRow, { session: sampleSession({ modality: "galvanic", intensity_microamp: 350 }) });
  expect(screen.getByText("0.35 mA")).toBeTruthy();
  render(SessionRow, { session: sampleSession({ intensity_microamp: 350 }) });
  expect(screen.getByText("350 µA")).toBeTruthy();
});
