// All that is on a screen, asked anew: as of another day, or because only the ids were kept. Which questions that takes, and
// the screen that their answers make. It knows no network.
import {
  bring,
  type Draft,
  draftOf,
  EDGES_MAX,
  extentKey,
  type Facts,
  type GraphNode,
  isFull,
  NODES_MAX,
  originOf,
  type Screen,
} from "./graph.ts";

/** What was found of a relationship that had been opened: its neighbours, as far as it was read. */
export type Found = { facts: readonly Facts[]; total: number; after: string | null };

export type Answers = {
  facts: ReadonlyMap<string, Facts>;
  /** By `NODE relation`. */
  found: ReadonlyMap<string, Found>;
};

/**
 * The screen with what was answered. A node that was not answered is not there any more; nodes keep their places.
 * `adds` brings in what the opened relationships lead to now and did not before; else they are left to be opened again.
 */
export function renewed(screen: Screen, asOf: string | null, answers: Answers, adds: boolean): Screen {
  const nodes = new Map<string, GraphNode>();
  for (const node of screen.nodes.values()) {
    const facts = answers.facts.get(node.id);
    if (facts) nodes.set(node.id, { ...node, facts });
  }
  const draft = draftOf({ ...screen, nodes, edges: new Map(), extents: new Map() });
  for (const [key, found] of answers.found) join(draft, key, found, adds);
  const selected = screen.selected !== null && draft.nodes.has(screen.selected) ? screen.selected : null;
  return {
    ...screen,
    nodes: draft.nodes,
    edges: draft.edges,
    extents: draft.extents,
    starts: screen.starts.filter((id) => draft.nodes.has(id)),
    asOf,
    selected,
  };
}

/** How many nodes of `before` are not there any more. */
export function goneFrom(before: Screen, after: Screen): number {
  return [...before.nodes.keys()].filter((id) => !after.nodes.has(id)).length;
}

function join(draft: Draft, key: string, found: Found, adds: boolean): void {
  const { nodes, edges, extents } = draft;
  const origin = originOf(key);
  const relation = key.slice(origin.length + 1);
  const missing = found.facts.filter((facts) => !nodes.has(facts.id)).length;
  const takesAll = missing === 0 || (adds && !isFull(draft, missing) && nodes.size < NODES_MAX);
  const facts = takesAll ? found.facts : found.facts.filter((one) => nodes.has(one.id));
  if (edges.size + facts.length > EDGES_MAX) return;
  bring(draft, origin, { relation, facts, total: found.total, after: found.after });
  // Where some of it is not here, the relationship can be opened again from its start.
  if (!takesAll) extents.delete(extentKey(origin, relation));
}
