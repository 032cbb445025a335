import { ensureCsrfToken, refused } from "../api/client";
import { networkError } from "../api/errors";
import type { Photo } from "../domain/models";
import type { View } from "../domain/vocabulary";
import { fromInput, wallTimeAt, wallTimeText } from "../domain/walltime";

export interface PhotoUpload {
  id: string;
  file: File;
  view: View;
  subject: string;
  /** `datetime-local` value; empty lets the server read the date from the file. */
  takenAt: string;
}

export interface RunningUpload {
  done: Promise<Photo>;
  abort: () => void;
}

/** The multipart form of one photo, as `POST /photos/` takes it. */
export function photoForm(upload: PhotoUpload): FormData {
  const form = new FormData();
  form.set("id", upload.id);
  form.set("subject", upload.subject);
  form.set("view", upload.view);
  form.set("last_modified", wallTimeText(wallTimeAt(new Date(upload.file.lastModified))));
  if (upload.takenAt !== "") form.set("taken_at", fromInput(upload.takenAt));
  // Last, so that a server reading in order knows everything before the bytes come.
  form.set("file", upload.file, upload.file.name);
  return form;
}

/** Sends one photo by XMLHttpRequest, which alone reports how much has been sent. `report` gets a share of 0–1. */
export function sendPhoto(upload: PhotoUpload, report: (share: number) => void): RunningUpload {
  const request = new XMLHttpRequest();
  let aborted = false;
  const done = ensureCsrfToken().then(
    (token) =>
      new Promise<Photo>((resolve, reject) => {
        if (aborted) {
          reject(networkError());
          return;
        }
        request.open("POST", "/api/v1/photos/");
        request.setRequestHeader("X-CSRFToken", token);
        request.setRequestHeader("Accept", "application/json");
        request.upload.onprogress = (event) => {
          if (event.lengthComputable) report(event.loaded / event.total);
        };
        request.onload = () => {
          const body = parsed(request.responseText);
          if (request.status === 200 || request.status === 201) resolve(body as Photo);
          else reject(refused(request.status, body));
        };
        request.onerror = () => reject(networkError());
        request.ontimeout = () => reject(networkError());
        request.onabort = () => reject(networkError());
        request.send(photoForm(upload));
      }),
  );
  return {
    done,
    abort: () => {
      aborted = true;
      request.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
}
