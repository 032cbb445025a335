import { type Font, fitted, IMAGE_TYPES, type ImageType, type Measure, type Sheet } from "../domain/pairimage";

const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
// The surround of compared pictures (tokens.css) and neutral ink on white: the sheet has no theme.
const STAGE = "#808080";
const PAPER = "#ffffff";
const INK = "#1a1c1d";
const JPEG_QUALITY = 0.92;

const fontText = (font: Font) => `${font.isBold ? 600 : 400} ${font.size}px ${FAMILY}`;

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no images.");
  return context;
}

/** How wide text is on this device. */
export function textMeasure(): Measure {
  const context = contextOf(document.createElement("canvas"));
  return (text, font) => {
    context.font = fontText(font);
    return context.measureText(text).width;
  };
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** The sheet as a file. Rejects when a picture can't be had or there is no memory to draw it. */
export async function drawSheet(sheet: Sheet, urls: readonly [string, string], type: ImageType): Promise<Blob> {
  const images = await Promise.all(urls.map(load));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [sheet.width, sheet.height];
  const context = contextOf(canvas);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingQuality = "high";
  for (const [index, { box, frame }] of sheet.panes.entries()) {
    const image = images[index];
    if (!image) continue;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    context.fillStyle = STAGE;
    context.fillRect(box.left, box.top, box.width, box.height);
    const place = fitted(frame, { width: image.naturalWidth, height: image.naturalHeight });
    context.drawImage(image, place.left, place.top, place.width, place.height);
    context.restore();
  }
  context.fillStyle = INK;
  for (const { text, x, y, font } of sheet.lines) {
    context.font = fontText(font);
    context.fillText(text, x, y);
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The image could not be made."))),
      IMAGE_TYPES[type],
      JPEG_QUALITY,
    ),
  );
}

export function canShare(file: File): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [file] });
}

/** Opens the device's share sheet; resolves also when the person closes it. */
export async function share(file: File): Promise<void> {
  try {
    await navigator.share({ files: [file] });
  } catch (problem) {
    if (problem instanceof DOMException && (problem.name === "AbortError" || problem.name === "NotAllowedError"))
      return;
    throw problem;
  }
}
