import "fake-indexeddb/auto";
import { afterEach, expect, it, vi } from "vitest";
import { samplePhoto } from "../../tests/samples";
import { ApiError } from "../api/errors";
import type { Photo } from "../domain/models";
import type { PhotoItem } from "../domain/outbox";
import { UPLOAD_CHUNK_BYTES } from "../domain/vocabulary";
import { Outbox } from "./outbox";
import type { ResumableUpload } from "./tus";

const sent = vi.hoisted(() => ({ uploads: [] as ResumableUpload[], answer: (() => {}) as unknown }));
vi.mock("./tus", () => ({
  sendResumable: (upload: ResumableUpload) => {
    sent.uploads.push(upload);
    return (sent.answer as (upload: ResumableUpload) => Promise<Photo>)(upload);
  },
}));

const never = new AbortController().signal;
let box: Outbox;

afterEach(() => {
  box.close();
  sent.uploads.length = 0;
});

async function keep(account: string, size: number): Promise<void> {
  box = await Outbox.open(account);
  await box.keepPhoto({
    id: "p1",
    subject: { id: "s1", name: "" },
    view: "frontal",
    takenAt: "",
    name: "IMG_1.jpg",
    mediaType: "image/jpeg",
    bytes: new ArrayBuffer(size),
    lastModified: "2026-03-12T08:30:00",
    source: "camera",
    sitting: null,
  });
}

function stored({ id, sha256 }: ResumableUpload): Photo {
  return samplePhoto({ id, original: { ...samplePhoto().original, sha256 } });
}

it("sends in pieces what is larger than one, in the name of its account, and shows how far it is", async () => {
  await keep("large", UPLOAD_CHUNK_BYTES + 1);
  const shares: (number | null)[] = [];
  box.watch((told) => {
    if ("changed" in told) shares.push((told.changed as PhotoItem).progress);
  });
  sent.answer = async (upload: ResumableUpload) => {
    upload.report(0.5);
    return stored(upload);
  };
  expect(await box.send(never)).toBe("done");
  const [upload] = sent.uploads;
  expect(upload).toMatchObject({ id: "p1", account: "large", fields: { subject: "s1", view: "frontal", takenAt: "" } });
  expect(upload?.bytes.byteLength).toBe(UPLOAD_CHUNK_BYTES + 1);
  expect(upload?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(shares).toContain(0.5);
  expect(await box.list()).toEqual([]);
});

it("keeps what could not be sent, and what the server has under another hash", async () => {
  await keep("troubled", UPLOAD_CHUNK_BYTES + 1);
  sent.answer = async () => {
    throw new ApiError("network", "", 0);
  };
  expect(await box.send(never)).toBe("retry");
  expect(await box.list()).toMatchObject([{ id: "p1", step: "waiting" }]);
  sent.answer = async (upload: ResumableUpload) => stored({ ...upload, sha256: "0".repeat(64) });
  await box.send(never);
  expect(await box.list()).toMatchObject([{ id: "p1", step: "refused", problem: { code: "other_bytes" } }]);
});
