import { expect, it } from "vitest";
import { MEASURE_DRAWING, MEASURES } from "../../domain/vocabulary";
import { FACE, FIELD, PLACES } from "./head";

it("has a place within the field for every point that is drawn", () => {
  const rows = [...FACE.flat(), ...MEASURES.flatMap((measure) => MEASURE_DRAWING[measure].flat())];
  expect(rows.filter((row) => !PLACES[row])).toEqual([]);
  for (const [x, y] of Object.values(PLACES)) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(FIELD.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(FIELD.height);
  }
});
