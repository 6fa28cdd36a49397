// Asking the hub from a page: with the session's purpose, its answers kept while the page is open and forgotten after.
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TadaDocumentNode } from "gql.tada";
import { useEffect } from "react";
import { type Answer, ask } from "../api/client.ts";
import { isSignedOut, useSession } from "./session.tsx";

const STALE_MILLISECONDS = 30_000;

export type Question<Data, Variables> = {
  document: TadaDocumentNode<Data, Variables>;
  variables: Variables;
  /** What distinguishes this question; its first part names the page, so that a page can forget all of its own. */
  key: readonly unknown[];
  isEnabled?: boolean;
};

/** The answer to one question. Sends the session's purpose; a session that has ended is noticed by all pages. */
export function useAnswer<Data, Variables>(question: Question<Data, Variables>): UseQueryResult<Answer<Data>> {
  const { session, refresh } = useSession();
  const purpose = session.signedIn ? session.purpose : null;
  const result = useQuery({
    queryKey: [...question.key, purpose, question.variables],
    queryFn: ({ signal }) => ask(question.document, question.variables, { purpose: purpose ?? undefined, signal }),
    enabled: question.isEnabled ?? true,
    staleTime: STALE_MILLISECONDS,
  });
  useEffect(() => {
    if (isSignedOut(result.error)) void refresh();
  }, [result.error, refresh]);
  return result;
}

/** Ask once, outside of rendering (an expansion, a write); same purpose, same notice of an ended session. */
export function useAsk() {
  const { session, refresh } = useSession();
  const queries = useQueryClient();
  const purpose = session.signedIn ? session.purpose : null;
  return async <Data, Variables>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    options: { signal?: AbortSignal; keepsAlive?: boolean; forget?: readonly unknown[] } = {},
  ): Promise<Answer<Data>> => {
    try {
      const { signal, keepsAlive } = options;
      return await ask(document, variables, { purpose: purpose ?? undefined, signal, keepsAlive });
    } catch (error) {
      if (isSignedOut(error)) await refresh();
      throw error;
    } finally {
      if (options.forget) await queries.invalidateQueries({ queryKey: options.forget });
    }
  };
}
