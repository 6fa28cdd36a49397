// What the answer of a kind's document says: the node, its single neighbours, the total of each relationship.
import type { Facts, NodeKind } from "../model/graph.ts";
import { KINDS } from "./documents.ts";

export type Relationship = { relation: string; total: number | null; whole: Facts[] | null };
export type Opened = { facts: Facts; relationships: Relationship[] };

/** Read an opened node; a relationship that was refused, or is closed and was not asked for, has no total. */
export function opened(kind: NodeKind, node: Facts): Opened {
  const { whole, pages } = KINDS[kind];
  const paged = Object.keys(pages).map((relation) => {
    const held = node[`total_${relation}`] as { totalCount: number } | null;
    return { relation, total: held?.totalCount ?? null, whole: null };
  });
  const single = Object.keys(whole).map((relation) => {
    const held = node[wholeField(kind, relation)] as Facts | Facts[] | null | undefined;
    if (held === undefined) return { relation, total: null, whole: null };
    const facts = held == null ? [] : Array.isArray(held) ? held : [held];
    const counted = node[`total_${relation}`] as number | null | undefined; // of a list, which has a bound
    return { relation, total: counted ?? facts.length, whole: facts };
  });
  const facts = factsOf(kind, node);
  return { facts, relationships: [...single, ...paged] };
}

/** What a single or whole relationship is called in the answer of its kind's document. */
export function wholeField(kind: NodeKind, relation: string): string {
  return kind === "InspectionCase" ? relation : `whole_${relation}`;
}

/** The node's own facts, without its neighbours and totals. */
export function factsOf(kind: NodeKind, node: Record<string, unknown>): Facts {
  const whole = new Set(Object.keys(KINDS[kind].whole).map((relation) => wholeField(kind, relation)));
  const own = Object.entries(node).filter(([key]) => !whole.has(key) && !key.startsWith("total_"));
  return Object.fromEntries(own) as Facts;
}
