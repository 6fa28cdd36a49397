// The access log's tree as the hub publishes it (C2SP tlog-tiles): hashes only, about nobody. docs/decisions/log-tiles.md.
import { send } from "./client.ts";
import { HubError } from "./errors.ts";

const NOTE_BYTES_MAX = 128 * 1024;

/** The newest signed checkpoint that the session may see. */
export async function readCheckpoint(signal?: AbortSignal): Promise<string> {
  const response = await send("/log/checkpoint", { signal });
  if (!response.ok)
    throw new HubError(response.status === 401 ? "UNAUTHENTICATED" : "LOG_UNAVAILABLE", "no checkpoint");
  const text = await response.text();
  if (text.length > NOTE_BYTES_MAX) throw new HubError("INTERNAL", "that is no checkpoint");
  return text;
}

/** The bytes of a tile at its path below the log's address. */
export async function readTile(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await send(`/log/${path}`, { signal });
  if (!response.ok) throw new HubError(response.status === 401 ? "UNAUTHENTICATED" : "LOG_UNAVAILABLE", "no such tile");
  return new Uint8Array(await response.arrayBuffer());
}
