import { watchConnection } from "../platform/connection";

class Connection {
  online = $state(true);
}

export const connection = new Connection();

/** Call once. `back` runs when the network returns. */
export function startConnection(back: () => void): void {
  watchConnection((online) => {
    const returned = online && !connection.online;
    connection.online = online;
    if (returned) back();
  });
}
