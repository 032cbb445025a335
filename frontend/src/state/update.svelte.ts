import { registerServiceWorker } from "../platform/serviceworker";

class Update {
  /** Puts a waiting version to work and reloads; null when none waits, or when it was put off. */
  apply: (() => void) | null = $state.raw(null);
}

export const update = new Update();

/** Call once. */
export function watchUpdates(): void {
  void registerServiceWorker((apply) => {
    update.apply = apply;
  });
}
