import type { Photo } from "../domain/models";
import { client, refused } from "./client";

/** Asks for the aligned picture at the original's resolution; `isComing` when it is being made. */
export async function requestCloseups(id: string): Promise<{ photo: Photo; isComing: boolean }> {
  const {
    data: photo,
    error,
    response,
  } = await client.POST("/api/v1/photos/{id}/closeups/", { params: { path: { id } } });
  if (!response.ok || !photo) throw refused(response.status, error);
  return { photo, isComing: response.status === 202 };
}
