import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { offers } from "../../src/domain/alignment.ts";
import type { Photo } from "../../src/domain/models.ts";
import AlignmentSection from "../../src/ui/AlignmentSection.svelte";
import CompareSlider from "../../src/ui/CompareSlider.svelte";
import FaceChoice from "../../src/ui/FaceChoice.svelte";
import MirrorQuestion from "../../src/ui/MirrorQuestion.svelte";
import PairDates from "../../src/ui/PairDates.svelte";
import PhotoTile from "../../src/ui/PhotoTile.svelte";
import SetByHand from "../../src/ui/SetByHand.svelte";
import SideBySide from "../../src/ui/SideBySide.svelte";
import { NOTHING_SET, sampleAlignment, samplePhoto } from "../samples.ts";

const original = { ...samplePhoto().original, width: 810, height: 1080 };
const baseline = samplePhoto({ id: "baseline", is_baseline: true });
const mirrored = { ...NOTHING_SET, mirrored: true };

describe("the section on alignment", () => {
  const show = (photo: Photo, outcome: { code: string; message: string } | null = null) => {
    const act = {
      set: vi.fn(),
      save: vi.fn().mockResolvedValue(outcome),
      makeBaseline: vi.fn().mockResolvedValue(outcome),
    };
    const offered = offers(photo, { flipDismissed: false });
    render(AlignmentSection, { photo, baseline, offered, busy: false, ...act });
    return act;
  };

  it("says how the photo was aligned, how it differs, and what was found in the picture", () => {
    const alignment = sampleAlignment({
      pose: { yaw: 4, pitch: 0, roll: 0 },
      distance_ratio: 0.94,
      quality_reasons: ["mouth_open"],
    });
    show(samplePhoto({ alignment }));
    const section = within(screen.getByRole("region", { name: "Alignment" }));
    expect(section.getByText("Aligned automatically and refined to the baseline.")).toBeTruthy();
    expect(section.getByText("Head turned 4° to the left, 6 % closer than the baseline.")).toBeTruthy();
    expect(section.getByRole("listitem").textContent).toBe("Mouth open.");
  });

  it("asks before another photo becomes the baseline, and says that nothing is lost", async () => {
    const { makeBaseline } = show(samplePhoto());
    await fireEvent.click(screen.getByRole("button", { name: "Make this the baseline" }));
    const dialog = screen.getByRole("dialog", { name: "Make this photo the baseline?" });
    expect(dialog.textContent).toContain("Nothing is lost");
    expect(makeBaseline).not.toHaveBeenCalled();
    await fireEvent.click(within(dialog).getByRole("button", { name: "Make this the baseline" }));
    expect(makeBaseline).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says why the baseline could not be changed, and stays", async () => {
    show(samplePhoto(), { code: "not_aligned", message: "" });
    await fireEvent.click(screen.getByRole("button", { name: "Make this the baseline" }));
    const dialog = screen.getByRole("dialog");
    await fireEvent.click(within(dialog).getByRole("button", { name: "Make this the baseline" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Only an aligned photo");
  });

  it("leads back to automatic and takes back that the file is mirrored", async () => {
    const override = { ...mirrored, face: { x: 1, y: 1 } };
    const { set } = show(samplePhoto({ override }));
    await fireEvent.click(screen.getByRole("button", { name: "Back to automatic" }));
    expect(set).toHaveBeenLastCalledWith(mirrored);
    await fireEvent.click(screen.getByRole("button", { name: "It is not mirrored after all" }));
    expect(set).toHaveBeenLastCalledWith({ ...override, mirrored: false });
  });

  it("lets another of several faces be chosen", async () => {
    const faces = [
      { x: 10, y: 10, width: 100, height: 100 },
      { x: 500, y: 10, width: 90, height: 90 },
    ];
    const { set } = show(samplePhoto({ faces, original }));
    await fireEvent.click(screen.getByRole("button", { name: "Choose another face" }));
    await fireEvent.click(screen.getByRole("button", { name: "Face 2 of 2, right" }));
    expect(set).toHaveBeenCalledWith({ ...NOTHING_SET, face: { x: 545, y: 55 } });
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

it("each face of several is a button named by its number and place", async () => {
  const faces = [
    { x: 500, y: 100, width: 200, height: 240 },
    { x: 20, y: 100, width: 180, height: 220 },
    { x: 300, y: 120, width: 100, height: 120 },
  ];
  const choose = vi.fn();
  render(FaceChoice, {
    photo: samplePhoto({ faces, original, override: { ...NOTHING_SET, face: { x: 310, y: 130 } } }),
    choose,
  });
  const names = screen.getAllByRole("button").map((button) => button.getAttribute("aria-label"));
  expect(names).toEqual(["Face 1 of 3, left", "Face 2 of 3, middle", "Face 3 of 3, right"]);
  expect(screen.getByRole("button", { pressed: true }).getAttribute("aria-label")).toBe("Face 2 of 3, middle");
  await fireEvent.click(screen.getByRole("button", { name: "Face 1 of 3, left" }));
  const [point] = choose.mock.calls[0] ?? [];
  expect(point.x).toBeCloseTo(110, 9);
  expect(point.y).toBeCloseTo(210, 9);
});

describe("setting by hand", () => {
  const points = [
    { name: "eye_right" as const, x: 200, y: 400 },
    { name: "eye_left" as const, x: 600, y: 400 },
  ];
  const show = (photo: Photo, outcome: { code: string; message: string } | null = null) => {
    const act = { close: vi.fn(), save: vi.fn().mockResolvedValue(outcome) };
    render(SetByHand, { photo, ...act });
    return act;
  };

  it("moves a mark by keys, one pixel or ten, and sends pixels of the original", async () => {
    // The original is twice as large as its preview.
    const large = { ...original, width: 1620, height: 2160 };
    const { save } = show(samplePhoto({ original: large, override: { ...NOTHING_SET, points } }));
    const mark = screen.getByRole("slider", { name: "Right eye" });
    await fireEvent.keyDown(mark, { key: "ArrowRight" });
    await fireEvent.keyDown(mark, { key: "ArrowDown", shiftKey: true });
    expect(mark.getAttribute("aria-valuetext")).toBe("101 across, 210 down");
    await fireEvent.click(screen.getByRole("button", { name: "Save" }));
    const [sent] = save.mock.calls[0] ?? [];
    expect(sent.points[0].x).toBeCloseTo(202, 9);
    expect(sent.points[0].y).toBeCloseTo(420, 9);
    expect(sent.points[1]).toMatchObject({ name: "eye_left" });
    expect(sent).toMatchObject({ face: null, transform: null, mirrored: false });
  });

  it("asks for eye corner and ear in a profile", () => {
    show(samplePhoto({ view: "lateral_left" }));
    expect(screen.getAllByRole("slider").map((mark) => mark.getAttribute("aria-label"))).toEqual([
      "Eye corner",
      "Ear notch",
    ]);
    expect(screen.getByText(/notch in front of the ear canal/)).toBeTruthy();
  });

  it("warns of marks that would turn the face upside down, and swaps them", async () => {
    const [right, left] = points;
    const wrong = [
      { ...right, x: 600 },
      { ...left, x: 200 },
    ] as typeof points;
    const { save } = show(samplePhoto({ original, override: { ...NOTHING_SET, points: wrong } }));
    await fireEvent.click(screen.getByRole("button", { name: "Swap the marks" }));
    expect(screen.queryByRole("button", { name: "Swap the marks" })).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(save.mock.calls[0]?.[0].points[0].x).toBeCloseTo(200, 9);
  });

  it("sends no marks that lie on one another", async () => {
    const close = points.map((point) => ({ ...point, x: 300 }));
    const { save } = show(samplePhoto({ original, override: { ...NOTHING_SET, points: close } }));
    await fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByRole("alert").textContent).toContain("too close together");
    expect(save).not.toHaveBeenCalled();
  });

  it("leads back to automatic where something was set, and says why that failed", async () => {
    const { save } = show(samplePhoto({ override: { ...NOTHING_SET, points } }), { code: "network", message: "" });
    await fireEvent.click(screen.getByRole("button", { name: "Back to automatic" }));
    expect(save).toHaveBeenCalledWith(NOTHING_SET);
    expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  });

  it("offers no way back where nothing was set", () => {
    show(samplePhoto());
    expect(screen.queryByRole("button", { name: "Back to automatic" })).toBeNull();
  });
});

it("a suspected flip is a quiet question with two answers and its reason", async () => {
  const yes = vi.fn();
  const no = vi.fn();
  render(MirrorQuestion, { busy: false, yes, no });
  expect(screen.getByText(/may be mirrored against the others of this view.*Nothing was changed\./)).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "It is mirrored" }));
  await fireEvent.click(screen.getByRole("button", { name: "It is not" }));
  expect(yes).toHaveBeenCalledOnce();
  expect(no).toHaveBeenCalledOnce();
  expect(screen.getByText("Why this is asked")).toBeTruthy();
});

it("an un-mirrored photo is labelled on the timeline and in a comparison", () => {
  const photo = samplePhoto({ override: mirrored });
  const { unmount } = render(PhotoTile, { photo });
  expect(screen.getByRole("link", { name: /12 March 2026, Front, aligned, shown un-mirrored/ })).toBeTruthy();
  expect(screen.getByText("Shown un-mirrored")).toBeTruthy();
  unmount();
  render(PairDates, { first: photo, second: baseline, choose: () => undefined, swap: () => undefined });
  expect(screen.getByText("Shown un-mirrored")).toBeTruthy();
});

describe("what the pictures of a pair are", () => {
  const picture = { spec: "aligned", url: "/a", width: 1080, height: 1350, media_type: "image/jpeg" } as const;
  const pair = { first: samplePhoto(), second: baseline, firstPicture: picture, secondPicture: picture };

  it("stands on both of them, or on the one field of the slider, while it is not what one expects", () => {
    const { unmount } = render(SideBySide, { ...pair, label: "Matched light" });
    expect(screen.getAllByText("Matched light")).toHaveLength(2);
    unmount();
    render(CompareSlider, { ...pair, label: "Matched light" });
    expect(screen.getAllByText("Matched light")).toHaveLength(1);
  });

  it("is not said when it is", () => {
    render(SideBySide, pair);
    expect(screen.queryByText("Matched light")).toBeNull();
  });
});
