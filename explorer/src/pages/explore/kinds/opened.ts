// What the answer of a kind's document says: the node, its single neighbours, the total of each relationship.
import type { Facts, NodeKind } from "../model/graph.ts";
import { KINDS } from "./documents.ts";

export type Relationship = { relation: string; total: number | null; whole: Facts[] | null };
export type Opened = { facts: Facts; relationships: Relationship[] };

/** Read an opened node; a relationship that was refused has no total. */
export function opened(kind: NodeKind, node: Facts): Opened {
  const { whole, pages } = KINDS[kind];
  const paged = Object.keys(pages).map((relation) => {
    const held = node[`total_${relation}`] as { totalCount: number } | null;
    return { relation, total: held?.totalCount ?? null, whole: null };
  });
  const single = Object.keys(whole).map((relation) => {
    const held = node[`whole_${relation}`] as Facts | Facts[] | null;
    const facts = held == null ? [] : Array.isArray(held) ? held : [held];
    return { relation, total: facts.length, whole: facts };
  });
  const facts = Object.fromEntries(Object.entries(node).filter(([key]) => !/^(whole|total)_/.test(key))) as Facts;
  return { facts, relationships: [...single, ...paged] };
}
