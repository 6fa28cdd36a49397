// The session for all pages: read once, kept fresh, and what happens when it ends: the page stays, with a way to go on.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { codeOf } from "../api/errors.ts";
import { choose, readSession, type Session, type SignedIn, signOut } from "../api/session.ts";
import { Failure, Loading } from "./states.tsx";

type Held = {
  /** Who is signed in, or was until `isEnded`. */
  session: Session;
  /** The sign-in has ended under an open page: the page stays as it is, and its next request needs a new sign-in. */
  isEnded: boolean;
  /** Read it anew, as after a sign-in in another tab. */
  refresh: () => Promise<void>;
  /** Keep a purpose and a case for all further requests; forgets every answer that was given for others. */
  choose: (chosen: { purpose: string | null; case: string | null }) => Promise<void>;
  signOut: () => Promise<void>;
};

const KEY = ["session"];
const Context = createContext<Held | null>(null);

export function WithSession({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const known = useRef<SignedIn | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => readOn(known, signal),
    staleTime: 60_000,
  });
  const refresh = useCallback(async () => void (await refetch()), [refetch]);
  const [last, setLast] = useState<SignedIn | null>(null);
  useEffect(() => {
    if (data?.signedIn) setLast(data);
  }, [data]);
  const held = useMemo<Held | null>(
    () =>
      data
        ? {
            session: data.signedIn ? data : (last ?? data),
            isEnded: !data.signedIn && last !== null,
            refresh,
            choose: async (chosen) => {
              try {
                await choose(chosen);
              } catch (error) {
                if (isSignedOut(error)) await refetch();
                throw error;
              }
              queries.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
              await refetch();
            },
            signOut: async () => {
              const next = await signOut();
              queries.clear();
              window.location.assign(next ?? "/");
            },
          }
        : null,
    [data, last, refresh, refetch, queries],
  );
  useOtherTabs(refresh);
  useExpiry(data, refresh);
  if (held) return <Context value={held}>{children}</Context>;
  return error ? <Failure error={error} onRetry={refresh} /> : <Loading />;
}

export function useSession(): Held {
  const held = useContext(Context);
  if (!held) throw new Error("useSession stands outside WithSession");
  return held;
}

/** The session of who is signed in; only below a page that demands it. */
export function useSignedIn(): SignedIn {
  const { session } = useSession();
  if (!session.signedIn) throw new Error("nobody is signed in");
  return session;
}

/** Whether an error means that the session has ended. */
export function isSignedOut(error: unknown): boolean {
  return codeOf(error) === "UNAUTHENTICATED";
}

/** The session; one that ended and was begun again by the same person goes on with the purpose and the case it had. */
async function readOn(known: { current: SignedIn | null }, signal: AbortSignal): Promise<Session> {
  const told = await readSession(signal);
  if (!told.signedIn) return told;
  const before = known.current;
  if (before && before.mark !== told.mark) return await startAnew();
  const kept = before && whatItHad(before, told);
  if (kept) await choose(kept).catch(() => {}); // it holds for this page all the same
  known.current = { ...told, ...kept };
  return known.current;
}

/** What a session had that the next one lacks: the hub forgets it with a session that reached its end. */
export function whatItHad(before: SignedIn, told: SignedIn): Pick<SignedIn, "purpose" | "case"> | null {
  const isNext = before.mark === told.mark && before.expiresAt !== told.expiresAt;
  return isNext && before.purpose !== null && told.purpose === null
    ? { purpose: before.purpose, case: before.case }
    : null;
}

/** Somebody else signed in: of who was here before nothing stays in memory. */
async function startAnew(): Promise<never> {
  window.location.reload();
  return await new Promise(() => {});
}

/** Another tab may have signed in or out: look again when this one comes to the front. */
function useOtherTabs(refresh: () => Promise<void>) {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void refresh();
    const lookAgain = (event: PageTransitionEvent) => event.persisted && void refresh(); // back from the issuer's pages
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", lookAgain);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", lookAgain);
    };
  }, [refresh]);
}

function useExpiry(session: Session | undefined, refresh: () => Promise<void>) {
  const expiresAt = session?.signedIn ? session.expiresAt : null;
  useEffect(() => {
    if (!expiresAt) return;
    const left = Math.max(0, Date.parse(expiresAt) - Date.now()) + 1000;
    const timer = setTimeout(refresh, Math.min(left, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expiresAt, refresh]);
}
