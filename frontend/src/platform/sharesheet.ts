/** Whether the device has a share sheet that takes a link. */
export function canShareLink(url: string): boolean {
  return typeof navigator.share === "function" && (navigator.canShare?.({ url }) ?? true);
}

/** Opens the device's share sheet; resolves also when the person closes it. */
export async function shareLink(url: string, text: string): Promise<void> {
  try {
    await navigator.share({ url, text });
  } catch (problem) {
    if (problem instanceof DOMException && (problem.name === "AbortError" || problem.name === "NotAllowedError"))
      return;
    throw problem;
  }
}

/** Hands a file to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
