// Who is signed in, and what for: the hub's /session. What an officer chose is kept there, so that it survives a reload and
// stands in no address, history or storage of the browser.
import { send } from "./client.ts";
import { HubError } from "./errors.ts";

export type SignInChoice = { id: string; name: string; nameZh: string };

export type Session =
  | {
      signedIn: false;
      expired?: boolean;
      choices: SignInChoice[];
      /** A moment after signing out: where the issuer's own session, which may still be there, is ended. */
      endSession?: string;
    }
  | {
      signedIn: true;
      client: string;
      kind: "officer" | "resident";
      /** The same whenever this person signs in: only to be compared. */
      mark: string;
      expiresAt: string;
      purpose: string | null;
      case: string | null;
      /** Where the city publishes the log's key. */
      logKeyUrl: string | null;
    };

export type SignedIn = Extract<Session, { signedIn: true }>;

export async function readSession(signal?: AbortSignal): Promise<Session> {
  const response = await send("/session", { signal });
  if (!response.ok) throw new HubError(response.status >= 500 ? "GRAPH_UNAVAILABLE" : "INTERNAL", "no session");
  return (await response.json()) as Session;
}

/** Keep what the officer chose. */
export async function choose(chosen: { purpose: string | null; case: string | null }): Promise<void> {
  const response = await send("/session", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(chosen),
  });
  if (!response.ok) throw new HubError(response.status === 401 ? "UNAUTHENTICATED" : "INTERNAL", "not kept");
  await response.text(); // an answer that nobody reads keeps its connection
}

/** Ends the session for good. Returns where the issuer's own sign-out is, if it has one. */
export async function signOut(): Promise<string | null> {
  const response = await send("/session/sign-out", { method: "POST" });
  if (!response.ok) throw new HubError("INTERNAL", "the session could not be ended");
  const { endSession } = (await response.json()) as { endSession: string | null };
  return endSession;
}

/** Where the browser goes to sign in; it comes back to `returnTo`, a path of ours. */
export function signInAddress(choice: string, returnTo: string): string {
  return `/session/sign-in?${new URLSearchParams({ choice, returnTo })}`;
}
