import { expect, it } from "vitest";
import { eventItem, photoItem, sessionItem } from "../../tests/samples";
import type { TimelineItem } from "./models";
import { STRIP_PHOTOS, stripsOf } from "./strips";
import { groupByMonth } from "./timeline";

const photos = (count: number, from = 0): TimelineItem[] =>
  Array.from({ length: count }, (_, index) =>
    photoItem({
      id: `p${from + index}`,
      taken_at: `2026-03-${String(28 - ((from + index) % 27)).padStart(2, "0")}T08:00:00`,
    }),
  );
const strips = (items: readonly TimelineItem[], before: ReturnType<typeof stripsOf> = []) =>
  stripsOf(groupByMonth(items), before);

it("cuts a month after as many photos as fill whole rows", () => {
  const [month] = strips([...photos(STRIP_PHOTOS + 3), eventItem({ id: "e", happened_at: "2026-03-01" })]);
  expect(month?.strips.map(({ photos: count, rows }) => [count, rows])).toEqual([
    [STRIP_PHOTOS, 0],
    [3, 1],
  ]);
  expect(month?.strips.flatMap(({ cells }) => cells)).toHaveLength(STRIP_PHOTOS + 4);
});

it("keeps what stands across with the photos before it, and begins with it where it comes first", () => {
  const [month] = strips([eventItem({ id: "e", happened_at: "2026-03-31" }), ...photos(STRIP_PHOTOS)]);
  expect(month?.strips).toHaveLength(1);
});

it("gives the very same objects where nothing has changed", () => {
  const items = photos(30);
  const before = strips(items);
  const after = strips([...items, ...photos(3, 30)], before);
  expect(after[0]?.strips[0]).toBe(before[0]?.strips[0]);
  expect(after[0]?.strips[1]).toBe(before[0]?.strips[1]);
  expect(after[0]?.strips[2]).not.toBe(before[0]?.strips[2]);
  expect(strips(items, before)[0]).toBe(before[0]);
});

it("draws anew a photo that changed, and sessions that joined it", () => {
  const [first, second, ...rest] = photos(3);
  if (!first || !second) throw new Error("no photos");
  const before = strips([first, second, ...rest]);
  const changed = photoItem({ id: "p0", taken_at: "2026-03-28T08:00:00", state: "rejected" });
  expect(strips([changed, second, ...rest], before)[0]?.strips[0]?.cells[0]).not.toBe(before[0]?.strips[0]?.cells[0]);
  const joined = strips([first, sessionItem({ id: "s", started_at: "2026-03-28T07:00:00" }), second, ...rest], before);
  expect(joined[0]?.strips[0]?.cells[0]?.sessions).toHaveLength(1);
  expect(joined[0]?.strips[0]?.cells[1]).toBe(before[0]?.strips[0]?.cells[1]);
});
