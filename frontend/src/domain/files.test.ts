import { expect, it } from "vitest";
import { ACCEPTED_FILES, objectionToFile } from "./files";
import { PHOTO_MAX_BYTES } from "./vocabulary";

const file = (values: Partial<{ name: string; type: string; size: number }> = {}) => ({
  name: "IMG_0001.jpg",
  type: "image/jpeg",
  size: 1000,
  ...values,
});

it("says nothing against what the server takes", () => {
  expect(objectionToFile(file())).toBeNull();
  expect(objectionToFile(file({ name: "IMG_0002.HEIC", type: "" }))).toBeNull();
  expect(objectionToFile(file({ name: "IMG_0003.HEIF", type: "application/octet-stream" }))).toBeNull();
  expect(objectionToFile(file({ size: PHOTO_MAX_BYTES }))).toBeNull();
});

it("leaves a file without a telling name to the server", () => {
  expect(objectionToFile(file({ name: "photo", type: "" }))).toBeNull();
});

it("objects before sending to what is empty, too large or of another kind", () => {
  expect(objectionToFile(file({ size: 0 }))).toBe("file_empty");
  expect(objectionToFile(file({ size: PHOTO_MAX_BYTES + 1 }))).toBe("file_too_large");
  expect(objectionToFile(file({ name: "clip.mp4", type: "video/mp4" }))).toBe("unsupported_format");
  expect(objectionToFile(file({ name: "a.gif", type: "image/gif" }))).toBe("unsupported_format");
});

it("asks the file picker for media types and endings", () => {
  expect(ACCEPTED_FILES.split(",")).toEqual(expect.arrayContaining(["image/heic", ".heic", ".heif", "image/avif"]));
});
