import { PHOTO_MAX_BYTES, PHOTO_MEDIA_TYPES } from "./vocabulary";

/** The `accept` of a file input: media types and endings, since some systems know only one of the two for HEIC. */
export const ACCEPTED_FILES: string = Object.entries(PHOTO_MEDIA_TYPES)
  .flatMap(([mediaType, endings]) => [mediaType, ...endings])
  .join(",");

export type FileObjection = "file_empty" | "file_too_large" | "unsupported_format";

/**
 * What can be said about a file before sending it. Codes are those of the API. Null when nothing speaks against it;
 * the server still looks at the bytes.
 */
export function objectionToFile(file: { name: string; type: string; size: number }): FileObjection | null {
  if (file.size === 0) return "file_empty";
  if (file.size > PHOTO_MAX_BYTES) return "file_too_large";
  const name = file.name.toLowerCase();
  const known =
    Object.hasOwn(PHOTO_MEDIA_TYPES, file.type) ||
    Object.values(PHOTO_MEDIA_TYPES)
      .flat()
      .some((ending) => name.endsWith(ending));
  // A file without a type or a telling name goes to the server, which reads its first bytes.
  const saysOtherwise = file.type !== "" && file.type !== "application/octet-stream";
  return !known && saysOtherwise ? "unsupported_format" : null;
}
