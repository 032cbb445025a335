import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { type DraftPhoto, type NewCapture, type PhotoItem, photoItem } from "../../src/domain/outbox.ts";
import AttentionCard from "../../src/ui/AttentionCard.svelte";
import Choice from "../../src/ui/Choice.svelte";
import CompareSlider from "../../src/ui/CompareSlider.svelte";
import ConfirmDelete from "../../src/ui/ConfirmDelete.svelte";
import DraftRow from "../../src/ui/DraftRow.svelte";
import FaceMap from "../../src/ui/FaceMap.svelte";
import NavBar from "../../src/ui/NavBar.svelte";
import OutboxRow from "../../src/ui/OutboxRow.svelte";
import PairDates from "../../src/ui/PairDates.svelte";
import PhotoFacts from "../../src/ui/PhotoFacts.svelte";
import PhotoTile from "../../src/ui/PhotoTile.svelte";
import RecordBar from "../../src/ui/RecordBar.svelte";
import SessionList from "../../src/ui/SessionList.svelte";
import SessionMarks from "../../src/ui/SessionMarks.svelte";
import ViewPicker from "../../src/ui/ViewPicker.svelte";
import { samplePhoto, sampleSession } from "../samples.ts";

const june = samplePhoto({ id: "june", taken_at: "2026-06-04T08:30:00+02:00" });
const picture = (photo = june) => {
  const [first] = photo.renditions;
  if (!first) throw new Error("The sample has no picture.");
  return first;
};

describe("the compare slider", () => {
  const show = () =>
    render(CompareSlider, {
      first: samplePhoto(),
      second: june,
      firstPicture: picture(),
      secondPicture: picture(),
    });

  it("says how much of which date it shows", () => {
    show();
    const slider = screen.getByRole("slider", { name: "Share of the first photo shown" });
    expect(slider.getAttribute("aria-valuetext")).toBe("50\u00a0% of 12 March 2026");
  });

  it("moves by the keys of a slider and stops at its ends", async () => {
    show();
    const slider = screen.getByRole("slider");
    await fireEvent.keyDown(slider, { key: "PageUp" });
    expect(slider.getAttribute("aria-valuenow")).toBe("60");
    await fireEvent.keyDown(slider, { key: "ArrowLeft" });
    expect(slider.getAttribute("aria-valuenow")).toBe("58");
    await fireEvent.keyDown(slider, { key: "End" });
    await fireEvent.keyDown(slider, { key: "ArrowRight" });
    expect(slider.getAttribute("aria-valuenow")).toBe("100");
  });

  it("names both pictures by date, view and state", () => {
    show();
    expect(screen.getByRole("img", { name: "12 March 2026, Front, aligned" })).toBeTruthy();
    expect(screen.getByRole("img", { name: "4 June 2026, Front, aligned" })).toBeTruthy();
  });
});

describe("the dates of a pair", () => {
  it("say how far apart they are, and offer to change and swap", async () => {
    const choose = vi.fn();
    const swap = vi.fn();
    render(PairDates, { first: samplePhoto({ is_baseline: true }), second: june, choose, swap });
    expect(screen.getByRole("status").textContent).toBe("84 days apart");
    await fireEvent.click(screen.getByRole("button", { name: /First photo 12 Mar 2026 Baseline Change/ }));
    await fireEvent.click(screen.getByRole("button", { name: /Second photo 4 Jun 2026/ }));
    await fireEvent.click(screen.getByRole("button", { name: "Swap" }));
    expect(choose.mock.calls).toEqual([["first"], ["second"]]);
    expect(swap).toHaveBeenCalledOnce();
  });
});

describe("the face map", () => {
  it("offers every zone as a button and as a checkbox of the same state", async () => {
    const change = vi.fn();
    render(FaceMap, { chosen: ["cheek_left"], change });
    const map = screen.getByRole("group", { name: "Face map" });
    expect(within(map).getAllByRole("button")).toHaveLength(14);
    expect(within(map).getByRole("button", { name: "Left cheek", pressed: true })).toBeTruthy();
    const box = screen.getByLabelText<HTMLInputElement>("Left cheek", { selector: "input" });
    expect(box.checked).toBe(true);
    await fireEvent.click(screen.getByRole("button", { name: "Right jaw" }));
    expect(change).toHaveBeenLastCalledWith(["cheek_left", "jaw_right"]);
    await fireEvent.keyDown(screen.getByRole("button", { name: "Left cheek" }), { key: " " });
    expect(change).toHaveBeenLastCalledWith([]);
  });

  it("says whose left and right these are", () => {
    render(FaceMap, { chosen: [], change: () => undefined });
    expect(screen.getByText(/Left and right are those of the person/)).toBeTruthy();
  });
});

it("the view picker is a group of named radios", async () => {
  const choose = vi.fn();
  render(ViewPicker, { value: "frontal", choose });
  expect(screen.getByRole("group", { name: "View" })).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Front" }).checked).toBe(true);
  await fireEvent.click(screen.getByRole("radio", { name: "Left profile" }));
  expect(choose).toHaveBeenCalledWith("lateral_left");
});

it("a choice tells which one is chosen", async () => {
  const choose = vi.fn();
  const options = [
    { value: "a", label: "One" },
    { value: "b", label: "Other" },
  ];
  render(Choice, { legend: "Pick", options, value: "a", choose });
  await fireEvent.click(screen.getByRole("radio", { name: "Other" }));
  expect(choose).toHaveBeenCalledWith("b");
});

it("the bar marks the place one is at", () => {
  render(NavBar, { current: "compare", places: ["timeline", "compare", "capture", "sessions", "more"] });
  expect(screen.getByRole("link", { current: "page" }).textContent).toContain("Compare");
  expect(screen.getAllByRole("link")).toHaveLength(5);
});

it("the bar offers only what makes sense with the open record", () => {
  render(NavBar, { current: "capture", places: ["capture", "more"] });
  expect(screen.getAllByRole("link").map((link) => link.textContent.trim())).toEqual(["Capture", "More"]);
});

describe("the bar above each screen", () => {
  const anna = {
    id: "s2",
    display_name: "Anna Berg",
    is_self: false,
    is_owner: false,
    guardian_authority: "",
    may: ["see" as const],
  };

  it("names whose record is open, and leads to them, to the others and back", async () => {
    const close = vi.fn();
    render(RecordBar, { subject: anna, hasClients: true, close });
    const bar = screen.getByRole("complementary", { name: "Open record" });
    expect(bar.textContent).toContain("Anna Berg");
    expect(screen.getByRole("link", { name: "Anna Berg" }).getAttribute("href")).toBe("/clients/s2");
    expect(screen.getByRole("link", { name: "Clients" })).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Back to your own record" }));
    expect(close).toHaveBeenCalledOnce();
  });

  it("says of one's own that it is", () => {
    render(RecordBar, { subject: null, hasClients: true, close: vi.fn() });
    expect(screen.getByText("Your own record")).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("a photo on the timeline", () => {
  it("is a link named by date, view and state, and says that it is simulated", () => {
    render(PhotoTile, { photo: samplePhoto({ simulated: true }) });
    const link = screen.getByRole("link", { name: /12 March 2026, Front, aligned, simulated/ });
    expect(link.getAttribute("href")).toBe("/photos/0b5f4a52-1f8e-4a8e-9d1c-1f6f0c9b7a01");
  });

  it("holds its place while it is being aligned", () => {
    render(PhotoTile, { photo: samplePhoto({ state: "received", renditions: [] }) });
    expect(screen.getByRole("link", { name: /being aligned/ })).toBeTruthy();
    expect(screen.queryByRole("img")).toBeNull();
  });

  it("that was rejected says why, that it is kept, and what can be done", async () => {
    const remove = vi.fn();
    const photo = samplePhoto({ state: "rejected", rejection: { reason: "no_face", message: "x" } });
    render(AttentionCard, { photo, remove, retry: () => undefined });
    expect(screen.getByText(/No face was found in this photo\. The photo is kept as it is\./)).toBeTruthy();
    expect(screen.getByRole("link", { name: "Retake" }).getAttribute("href")).toBe("/capture?view=frontal");
    await fireEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(remove).toHaveBeenCalledOnce();
  });

  it("that failed can be tried again", async () => {
    const retry = vi.fn();
    render(AttentionCard, { photo: samplePhoto({ state: "failed" }), retry, remove: () => undefined });
    await fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledOnce();
  });
});

describe("sessions between photos", () => {
  const later = sampleSession({ id: "session-2", started_at: "2026-03-11T19:00:00+01:00", simulated: true });

  it("say of one what it was and when, and lead to it", () => {
    render(SessionMarks, { sessions: [sampleSession()] });
    const link = screen.getByRole("link", { name: /^Microcurrent\s+Tue 10 Mar\s+· 20\u00a0min$/ });
    expect(link.getAttribute("href")).toBe("/sessions/session-1");
  });

  it("say of several how many and from when to when, and open", async () => {
    const toggle = vi.fn();
    render(SessionMarks, { sessions: [later, sampleSession()], toggle, listId: "list" });
    const button = screen.getByRole("button", { name: /2 sessions\s+10\s?–\s?11 Mar$/, expanded: false });
    await fireEvent.click(button);
    expect(toggle).toHaveBeenCalledOnce();
  });

  it("stand in a list of links, each with what is simulated said", () => {
    render(SessionList, { sessions: [later, sampleSession()] });
    const links = within(screen.getByRole("list", { name: "2 sessions" })).getAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/sessions/session-2", "/sessions/session-1"]);
    expect(links[0]?.textContent).toContain("Simulated");
    expect(links[1]?.textContent).not.toContain("Simulated");
  });
});

describe("a photo's facts", () => {
  it("say where the date came from and shorten the SHA-256", () => {
    render(PhotoFacts, { photo: samplePhoto() });
    expect(screen.getByText("12 March 2026, 08:30")).toBeTruthy();
    expect(screen.getByText("UTC+01:00")).toBeTruthy();
    expect(screen.getByText("from the photo’s own record")).toBeTruthy();
    expect(screen.getByText("abababab…abababab").getAttribute("title")).toBe("ab".repeat(32));
  });

  it("ask to check a date that the photo itself does not know", () => {
    const photo = samplePhoto({ taken_at: "2026-03-12T08:30:00", taken_at_source: "last_modified" });
    render(PhotoFacts, { photo });
    expect(screen.getByText(/Please check the date/)).toBeTruthy();
    expect(screen.getByText("time zone unknown")).toBeTruthy();
  });
});

describe("what waits on the phone", () => {
  const capture: NewCapture = {
    id: "u1",
    subject: { id: "s1", name: "" },
    view: "frontal",
    takenAt: "",
    name: "IMG_0001.jpg",
    mediaType: "image/jpeg",
    bytes: new ArrayBuffer(1000),
    lastModified: "2026-03-12T08:30:00",
    source: "file",
    sitting: null,
  };
  const show = (values: Partial<PhotoItem>, unkept = false) => {
    const act = { again: vi.fn(), remove: vi.fn(), save: vi.fn() };
    render(OutboxRow, { item: { ...photoItem(capture, null, 0), ...values }, unkept, ...act });
    return act;
  };

  it("shows how much has been sent", () => {
    show({ step: "sending", progress: 0.42 });
    expect(screen.getByRole("progressbar", { name: "Sending IMG_0001.jpg" })).toBeTruthy();
    expect(screen.getByRole("status").textContent).toContain("Sending, 42\u00a0%");
  });

  it("says what the trouble was and is tried again at once if the person likes", async () => {
    const { again } = show({ waitsFor: "retry", problem: { code: "server", message: "" } });
    expect(screen.getByRole("status").textContent).toContain("is tried again");
    expect(screen.getByText(/server had a problem/)).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Try IMG_0001.jpg again" }));
    expect(again).toHaveBeenCalledOnce();
  });

  it("says the server's reason when the file was the trouble, offers it back, and no repeat", async () => {
    const { save } = show({ step: "refused", problem: { code: "animated", message: "" } });
    expect(screen.getByText(/moving picture/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Try/ })).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: "Save the file IMG_0001.jpg" }));
    expect(save).toHaveBeenCalledOnce();
  });

  it("says that only this page holds it, and offers to save it", () => {
    show({}, true);
    expect(screen.getByText(/lost when this page is closed/)).toBeTruthy();
    expect(screen.getByRole("button", { name: /Save the file/ })).toBeTruthy();
  });

  it("that was here before says so and leads there", () => {
    show({ step: "already_here", photo: samplePhoto({ id: "earlier" }) });
    expect(screen.getByText(/Nothing was added twice/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "See photo" }).getAttribute("href")).toBe("/photos/earlier");
    expect(screen.queryByRole("button", { name: /Delete/ })).toBeNull();
  });
});

describe("a chosen file", () => {
  const chosen: DraftPhoto = {
    id: "u1",
    subject: { id: "s1", name: "" },
    name: "IMG_0001.jpg",
    size: 1000,
    view: "frontal",
    takenAt: "",
    viewChosen: false,
    examined: null,
    problem: null,
  };
  const show = (values: Partial<DraftPhoto> = {}) => {
    const act = { remove: vi.fn(), setView: vi.fn(), setDate: vi.fn() };
    render(DraftRow, { draft: { ...chosen, ...values }, picture: undefined, ...act });
    return act;
  };

  it("takes a date and a view before it is kept", async () => {
    const { setDate, setView } = show();
    await fireEvent.change(screen.getByLabelText(/Taken at/), { target: { value: "2025-12-24T18:00" } });
    expect(setDate).toHaveBeenCalledWith("2025-12-24T18:00");
    await fireEvent.change(screen.getByLabelText("View"), { target: { value: "lateral_left" } });
    expect(setView).toHaveBeenCalledWith("lateral_left");
  });

  it("that cannot be a photo says why and asks for nothing", () => {
    show({ problem: { code: "unsupported_format", message: "" } });
    expect(screen.getByText(/kind of file is not taken/)).toBeTruthy();
    expect(screen.queryByLabelText("View")).toBeNull();
  });
});

it("a deletion asks first, and says why it did not work", async () => {
  const close = vi.fn();
  const confirm = vi.fn().mockResolvedValue({ code: "network", message: "" });
  render(ConfirmDelete, { title: "Delete this photo?", body: "For good.", label: "Delete photo", close, confirm });
  expect(screen.getByRole("dialog", { name: "Delete this photo?" })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Delete photo" }));
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  await fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(close).toHaveBeenCalledOnce();
});
