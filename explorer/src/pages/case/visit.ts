// What this visit asked and wrote, and what the hub said of it: kept in memory, gone with the page.
//
// It says what was asked and decided, never what was found: how many people an answer touched, or whether a field was there,
// would tell what is withheld (docs/decisions/visit-list.md).
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TadaDocumentNode } from "gql.tada";
import { useSyncExternalStore } from "react";
import type { Answer, Extensions } from "../../api/client.ts";
import { type Code, codeOf, HubError } from "../../api/errors.ts";
import { useAsk } from "../../shell/ask.ts";
import { useSignedIn } from "../../shell/session.tsx";

const LINES_MAX = 500; // of a long day; the oldest go first

export type Denied = { group: string; rules: string[] };

export type Line = {
  id: number;
  at: string;
  operation: string;
  purpose: string | null;
  case: string | null;
  isWrite: boolean;
  /** `unknown`: no answer came, so the entry may be there or not. */
  outcome: "answered" | "refused" | "unknown";
  code?: Code;
  said: Said;
};

/** What an answer says about itself, by field group. */
export type Said = { allowed: Denied[]; denied: Denied[]; withheld: string[]; policyVersion?: string };

let lines: readonly Line[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** The lines of this visit, the newest first. */
export function useVisit(): readonly Line[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lines,
  );
}

/** Decisions and withheld groups of an answer, over all its root fields. */
export function saidBy(extensions: Extensions): Said {
  const allowed = new Map<string, Set<string>>();
  const denied = new Map<string, Set<string>>();
  for (const field of Object.values(extensions.decisions?.fields ?? {})) {
    gather(allowed, field.allowed);
    gather(denied, field.denied);
  }
  return {
    allowed: listed(allowed),
    denied: listed(denied),
    withheld: extensions.withheld ?? [],
    ...(extensions.decisions ? { policyVersion: extensions.decisions.policyVersion } : {}),
  };
}

/** Ask once and note it. `isWrite` for what changes something. */
export function useRecordedAsk() {
  const ask = useAsk();
  const { purpose } = useSignedIn();
  return async <Data, Variables>(
    asked: { operation: string; case: string | null; isWrite: boolean; signal?: AbortSignal },
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> => {
    const { operation, isWrite } = asked;
    const line = { at: new Date().toISOString(), operation, purpose, case: asked.case, isWrite };
    try {
      const answer = await ask(document, variables, asked.signal ? { signal: asked.signal } : {});
      note({ ...line, outcome: "answered", said: saidBy(answer.extensions) });
      return answer;
    } catch (error) {
      const code = isStopped(error) ? {} : { code: codeOf(error) };
      note({ ...line, ...outcomeOf(error), ...code, said: saidOf(error) });
      throw error;
    }
  };
}

/** One section's answer: asked once, when it is first shown, and never again by itself. */
export function useSection<Data, Variables>(section: {
  operation: string;
  number: string | null;
  document: TadaDocumentNode<Data, Variables>;
  variables: Variables;
  isEnabled?: boolean;
}): UseQueryResult<Answer<Data>> & { cancel: () => void; isStopped: boolean } {
  const queries = useQueryClient();
  const record = useRecordedAsk();
  const ask = useAsk();
  const { purpose } = useSignedIn();
  const { operation, number, document, variables } = section;
  const isEnabled = section.isEnabled ?? true;
  const queryKey = ["case", purpose, number, operation, variables];
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      number === null
        ? ask(document, variables, { signal }) // about places and numbers: nobody's log has it
        : record({ operation, case: number, isWrite: false, signal }, document, variables),
    enabled: isEnabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const isStopped = isEnabled && result.isPending && result.fetchStatus === "idle";
  return { ...result, isStopped, cancel: () => void queries.cancelQueries({ queryKey }) };
}

/** Whether its reader stopped waiting for it. */
export function isStopped(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function note(line: Omit<Line, "id">) {
  last += 1;
  lines = [{ id: last, ...line }, ...lines].slice(0, LINES_MAX);
  for (const listener of listeners) listener();
}

function outcomeOf(error: unknown): { outcome: Line["outcome"] } {
  const isAnswer = error instanceof HubError && !["OFFLINE", "TOO_SLOW", "INTERNAL"].includes(error.code);
  return { outcome: isAnswer ? "refused" : "unknown" };
}

function saidOf(error: unknown): Said {
  return saidBy(error instanceof HubError ? error.extensions : {});
}

function gather(into: Map<string, Set<string>>, groups: Record<string, string[]> | undefined) {
  for (const [group, rules] of Object.entries(groups ?? {})) {
    const known = into.get(group) ?? new Set();
    for (const rule of rules) known.add(rule);
    into.set(group, known);
  }
}

function listed(groups: Map<string, Set<string>>): Denied[] {
  return [...groups].map(([group, rules]) => ({ group, rules: [...rules] }));
}
