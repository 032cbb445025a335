import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { Comparison, Partners, Reason } from "../../src/domain/verdict.ts";
import PartnerFinder from "../../src/ui/compare/PartnerFinder.svelte";
import PartnerChoice from "../../src/ui/PartnerChoice.svelte";
import VerdictLine from "../../src/ui/VerdictLine.svelte";
import { samplePhoto } from "../samples.ts";

const reason = (values: Partial<Reason>): Reason => ({
  code: "yaw",
  level: "caution",
  value: 4.2,
  unit: "degrees",
  direction: "left",
  caution: 3,
  not_comparable: 6,
  ...values,
});
const comparison = (values: Partial<Comparison> = {}): Comparison => ({
  before: { id: "a", taken_at: "2026-03-12T08:30:00+01:00" },
  after: { id: "b", taken_at: "2026-06-04T08:30:00+02:00" },
  days_apart: 84,
  same_day: false,
  verdict: "caution",
  reasons: [reason({})],
  within: [reason({ code: "pitch", level: "good", value: 0.8, direction: "up" })],
  hours_since_session: { before: null, after: null },
  instead: null,
  counts: { photos_of_view: 40, comparable: 12 },
  ...values,
});

describe("the verdict's line", () => {
  it("is read out as one whole, with an icon that says nothing of its own", () => {
    render(VerdictLine, { comparison: comparison() });
    const region = screen.getByRole("region", { name: "Verdict on this pair" });
    expect(within(region).getByRole("status").textContent?.trim()).toBe(
      "Compare with care: head turned 4° more to the left.",
    );
    expect(region.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
  });

  it("has its numbers in a table, on tap, with what each may be", () => {
    render(VerdictLine, { comparison: comparison() });
    const rows = screen.getAllByRole("row", { hidden: true }).slice(1);
    const cells = rows.map((row) => Array.from(row.children, (cell) => cell.textContent?.replace(/\s+/g, " ").trim()));
    expect(cells).toEqual([
      ["Turn to the side", "With care head turned 4° more to the left", "3°"],
      ["Chin up or down", "0.8°", "3°"],
    ]);
    expect(screen.getByText("12 of the 40 photos of this view are comparable with the first one.")).toBeTruthy();
  });

  it("offers the photo that would do", async () => {
    const chooseInstead = vi.fn();
    const instead = { id: "c", taken_at: "2026-04-03T08:00:00" };
    const reasons = [reason({ code: "mouth", level: "not_comparable", value: 7, unit: "percent", direction: "more" })];
    render(VerdictLine, { comparison: comparison({ verdict: "not_comparable", reasons, instead }), chooseInstead });
    expect(screen.getByRole("status").textContent).toContain("Not comparable: mouth open in one of them.");
    await fireEvent.click(screen.getByRole("button", { name: "Try 3 April 2026 instead." }));
    expect(chooseInstead).toHaveBeenCalledWith("c");
  });

  it("says the notes beside it", () => {
    const notes = [reason({ code: "same_day", level: "note", value: null, unit: null, direction: null })];
    render(VerdictLine, { comparison: comparison({ verdict: "good", reasons: notes, same_day: true }) });
    expect(screen.getByRole("status").textContent?.trim()).toBe("Comparable.");
    expect(screen.getByText("Same day: short-lived swelling may show.")).toBeTruthy();
  });
});

describe("the choice of a partner", () => {
  const partners: Partners = {
    photo: { id: "a", taken_at: "2026-03-12T08:30:00+01:00" },
    near: "2026-06-04",
    partners: [
      {
        photo: { id: "b", taken_at: "2026-06-01T08:30:00+02:00" },
        days_off: 3,
        days_apart: 81,
        verdict: "good",
        reasons: [],
        within: [],
      },
      {
        photo: { id: "c", taken_at: "2026-06-04T08:30:00+02:00" },
        days_off: 0,
        days_apart: 84,
        verdict: "caution",
        reasons: [reason({})],
        within: [],
      },
    ],
  };

  it("names each with its date, its days and its verdict, and how they were chosen", async () => {
    const choose = vi.fn();
    render(PartnerChoice, { partners, photos: [samplePhoto({ id: "b" })], current: "c", choose });
    expect(screen.getByRole("heading", { name: "Most comparable near 4 June 2026" })).toBeTruthy();
    expect(screen.getByText(/never by what they show/)).toBeTruthy();
    const [best, other] = screen.getAllByRole("button");
    expect(best?.textContent?.replace(/\s+/g, " ").trim()).toBe("1 June 2026 81 days apart Comparable.");
    expect(other?.getAttribute("aria-pressed")).toBe("true");
    if (best) await fireEvent.click(best);
    expect(choose).toHaveBeenCalledWith("b");
  });

  it("says when there is none", () => {
    render(PartnerChoice, { partners: { ...partners, partners: [] }, photos: [], current: "a", choose: vi.fn() });
    expect(screen.getByText(/no other aligned photo of this view within six weeks/)).toBeTruthy();
  });

  it("is looked for so many weeks from the first photo, on the second one's side, when it is asked for", async () => {
    const load = vi.fn(async () => partners);
    const [early, late] = [
      samplePhoto({ id: "a", taken_at: "2026-03-12T08:30:00" }),
      samplePhoto({ id: "c", taken_at: "2026-06-04T08:30:00" }),
    ];
    const props = { photos: [early, late], load, choose: vi.fn() };
    const { rerender } = render(PartnerFinder, { ...props, first: early, second: late });
    expect(load).not.toHaveBeenCalled();
    const details = screen.getByText("Find the most comparable photo").closest("details");
    if (details) details.open = true;
    if (details) await fireEvent(details, new Event("toggle"));
    expect(await screen.findByRole("heading", { name: "Most comparable near 4 June 2026" })).toBeTruthy();
    expect(load.mock.calls).toEqual([["a", 84]]);
    expect(screen.getAllByRole("radio").map((radio) => radio.parentElement?.textContent?.trim())).toEqual([
      "4 weeks",
      "8 weeks",
      "12 weeks",
    ]);
    await fireEvent.click(screen.getByLabelText("4 weeks"));
    expect(load).toHaveBeenLastCalledWith("a", 28);
    await rerender({ ...props, first: late, second: early });
    expect(load).toHaveBeenLastCalledWith("c", -28);
    expect(screen.getByText("Before the first photo")).toBeTruthy();
  });
});
