// How this page asks: only for what its purpose opens, so that nothing is sent which is known to be refused.
import type { TadaDocumentNode } from "gql.tada";
import { useMemo } from "react";
import { opensAtOnce } from "../../api/policy.ts";
import { type Question, useAnswer, useAsk } from "../../shell/ask.ts";
import { useSignedIn } from "../../shell/session.tsx";
import { openPart } from "./kinds/closed.ts";

/** Whether a field group is open to the reader for their purpose, without a case. */
export function useIsOpen(): (group: string) => boolean {
  const { client, purpose } = useSignedIn();
  return useMemo(() => (group: string) => opensAtOnce(client, purpose, group), [client, purpose]);
}

/** A document without what is closed, made once; null where all of it is. */
export function useOpenPart(): <Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
) => TadaDocumentNode<Data, Variables> | null {
  const isOpen = useIsOpen();
  return useMemo(() => {
    const made = new WeakMap<object, object | null>();
    return <Data, Variables>(document: TadaDocumentNode<Data, Variables>) => {
      const held = made.get(document);
      const part = held === undefined ? openPart(document, isOpen) : (held as typeof document | null);
      made.set(document, part);
      return part;
    };
  }, [isOpen]);
}

/** The answer to what is open of a question; nothing is asked where none of it is. */
export function useOpenAnswer<Data, Variables>(question: Question<Data, Variables>) {
  const part = useOpenPart()(question.document);
  const isEnabled = part !== null && (question.isEnabled ?? true);
  return useAnswer({ ...question, document: part ?? question.document, isEnabled });
}

/** Asks once for what is open of a document. */
export function useOpenAsk() {
  const ask = useAsk();
  const openPartOf = useOpenPart();
  return async <Data, Variables>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    options: { signal?: AbortSignal } = {},
  ) => {
    const part = openPartOf(document);
    return part ? await ask(part, variables, options) : { data: {} as Data, errors: [], extensions: {} };
  };
}
