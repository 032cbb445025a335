import { fitting, kindOfScan, SCAN_MAX_BYTES, SCAN_SIDES, type Scan, type ScanProblem } from "../domain/scan";

const JPEG = "image/jpeg";
const QUALITY = 0.85;
/** Of a file that tells its kind. */
const HEAD = 8;

/** A chosen file as it can be sent: unchanged where that fits, else a photo made smaller on this device. */
export async function readScan(file: File): Promise<Scan | ScanProblem> {
  let kind: ReturnType<typeof kindOfScan>;
  try {
    kind = kindOfScan(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  } catch (problem) {
    // Gone since it was chosen.
    if (problem instanceof DOMException) return "unreadable";
    throw problem;
  }
  if (kind !== null && file.size <= SCAN_MAX_BYTES) return scanOf(file, file.name, kind, null);
  if (kind === "application/pdf") return "large";
  if (kind === null && !file.type.startsWith("image/")) return "kind";
  const smaller = await shrunk(file);
  return smaller === null ? "unreadable" : scanOf(smaller, file.name, JPEG, file.size);
}

async function scanOf(blob: Blob, name: string, mediaType: string, shrunkFrom: number | null): Promise<Scan> {
  return { data: await dataAddress(blob), name, mediaType, bytes: blob.size, shrunkFrom };
}

/** As a JPEG that fits, upright and in its own proportions; null for what this device cannot open. */
async function shrunk(file: File): Promise<Blob | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (problem) {
    if (problem instanceof DOMException) return null;
    throw problem;
  }
  try {
    for (const side of SCAN_SIDES) {
      const blob = await drawn(picture, side);
      if (blob !== null && blob.size <= SCAN_MAX_BYTES) return blob;
    }
    return null;
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap, side: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitting(picture.width, picture.height, side));
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  // A see-through picture lies on paper.
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((answer) => canvas.toBlob(answer, JPEG, QUALITY));
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((answer, fail) => {
    const reader = new FileReader();
    reader.onload = () => answer(String(reader.result));
    reader.onerror = () => fail(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(blob);
  });
}
