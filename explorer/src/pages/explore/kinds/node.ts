// Asking for one node with all that its kind's document says: by its details, and by a link that leads to it.
import type { TadaDocumentNode } from "gql.tada";
import { useOpenAnswer } from "../asking.ts";
import type { Facts, NodeKind } from "../model/graph.ts";
import { KINDS } from "./documents.ts";

type NodeAnswer = { node: Facts | null };

/** The node as it was on that day, or today; null where the register does not show it. Both askers share one answer. */
export function useNode(kind: NodeKind, id: string, asOf: string | null) {
  const document = KINDS[kind].open as unknown as TadaDocumentNode<NodeAnswer, { id: string; asOf: string | null }>;
  return useOpenAnswer({ document, variables: { id, asOf }, key: ["explore", "node"] });
}
