/** Share of the pixels that become lines: the strongest of a face's edges are its contour, eyes, nose and mouth. */
const LINES = 0.09;

/**
 * A drawing of a picture's edges: white lines on nothing, as RGBA.
 *
 * `rgba` are the picture's pixels, row by row. Which edges are strong enough is judged against the picture itself, so
 * that a dark or pale face gets as many lines as any other.
 */
export function outlineOf(rgba: Uint8ClampedArray, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const grey = softened(softened(greyOf(rgba), width, height), width, height);
  const strength = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) strength[y * width + x] = slope(grey, y * width + x, width);
  // A slope's own log keeps a bright collar from outshining the face.
  for (let at = 0; at < strength.length; at += 1) strength[at] = Math.log1p(strength[at] ?? 0);
  const [low, high] = [nth(strength, 1 - LINES), nth(strength, 0.995)];
  const drawing = new Uint8ClampedArray(width * height * 4);
  if (high <= low) return drawing;
  for (let at = 0; at < strength.length; at += 1) {
    const share = ((strength[at] ?? 0) - low) / (high - low);
    if (share <= 0) continue;
    drawing.fill(255, at * 4, at * 4 + 3);
    drawing[at * 4 + 3] = 255 * Math.min(1, 0.25 + share);
  }
  return drawing;
}

function greyOf(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    const [red, green, blue] = [rgba[at * 4] ?? 0, rgba[at * 4 + 1] ?? 0, rgba[at * 4 + 2] ?? 0];
    grey[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return grey;
}

/** 1-2-1 in both directions: without it, skin and film grain become lines. */
function softened(grey: Float32Array, width: number, height: number): Float32Array {
  const across = Float32Array.from(grey);
  for (let y = 0; y < height; y += 1)
    for (let x = 1; x < width - 1; x += 1) across[y * width + x] = mean(grey, y * width + x, 1);
  const soft = Float32Array.from(across);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 0; x < width; x += 1) soft[y * width + x] = mean(across, y * width + x, width);
  return soft;
}

function mean(grey: Float32Array, at: number, stride: number): number {
  return ((grey[at - stride] ?? 0) + 2 * (grey[at] ?? 0) + (grey[at + stride] ?? 0)) / 4;
}

/** Length of the gradient by Sobel's operator. */
function slope(grey: Float32Array, at: number, width: number): number {
  const p = (dx: number, dy: number) => grey[at + dx + dy * width] ?? 0;
  const across = p(1, -1) + 2 * p(1, 0) + p(1, 1) - p(-1, -1) - 2 * p(-1, 0) - p(-1, 1);
  const down = p(-1, 1) + 2 * p(0, 1) + p(1, 1) - p(-1, -1) - 2 * p(0, -1) - p(1, -1);
  return Math.hypot(across, down);
}

function nth(values: Float32Array, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
