import { render, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";
import MeasureDrawing from "../../src/ui/charts/MeasureDrawing.svelte";
import PairChanges from "../../src/ui/PairChanges.svelte";
import { sampleChange, sampleChanges } from "../measures.ts";

it("tells of a pair what lies beyond its variation first, and everything in a table", () => {
  const changes = sampleChanges({
    changes: [
      sampleChange(),
      sampleChange({ measure: "jaw_angle_left", unit: "degree", value: 4, mdc: 2, exceeds: true }),
    ],
  });
  render(PairChanges, { changes });
  const section = within(screen.getByRole("region", { name: "What was measured" }));
  expect(section.getByText("One of 2 measures differs by more than its photo-to-photo variation.")).toBeTruthy();
  expect(section.getByText(/^Left jaw-line angle: \+4.0°, more than your usual variation/)).toBeTruthy();
  const rows = within(section.getByRole("table", { hidden: true })).getAllByRole("row", { hidden: true });
  const cells = rows.map((row) => Array.from(row.children, (cell) => cell.textContent?.replace(/\s+/g, " ").trim()));
  expect(cells).toEqual([
    ["Measure", "Change", "Variation"],
    ["Left brow height", "+0.4 mm within", "± 0.9 mm"],
    ["Left jaw-line angle", "+4.0° more", "± 2.0°"],
  ]);
});

it("makes no change of two photos of one sitting", () => {
  render(PairChanges, { changes: sampleChanges({ changes: [sampleChange({ exceeds: true })], one_sitting: true }) });
  expect(screen.getByText(/^Both photos are of one sitting/)).toBeTruthy();
  expect(screen.queryByText(/more than/)).toBeNull();
});

it("draws a measure with its name, or as what only repeats it", () => {
  const { unmount } = render(MeasureDrawing, { measure: "face_width" });
  expect(screen.getByRole("img", { name: /neutral face.*Face width/ })).toBeTruthy();
  unmount();
  render(MeasureDrawing, { measure: "face_width", decorative: true });
  expect(screen.queryByRole("img")).toBeNull();
});
