// All that is on a screen, asked anew: as of another day, or because only the ids were kept. Which questions that takes, and
// the screen that their answers make. It knows no network.
import {
  EDGES_MAX,
  type Extent,
  expand,
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
  const bare: Screen = { ...screen, nodes, edges: new Map(), extents: new Map(), asOf };
  let next = bare;
  for (const [key, found] of answers.found) next = joined(next, key, found, adds);
  const selected = screen.selected !== null && next.nodes.has(screen.selected) ? screen.selected : null;
  return {
    ...next,
    hidden: screen.hidden,
    reaches: screen.reaches,
    starts: screen.starts.filter((id) => next.nodes.has(id)),
    selected,
  };
}

/** How many nodes of `before` are not there any more. */
export function goneFrom(before: Screen, after: Screen): number {
  return [...before.nodes.keys()].filter((id) => !after.nodes.has(id)).length;
}

function joined(screen: Screen, key: string, found: Found, adds: boolean): Screen {
  const origin = originOf(key);
  const relation = key.slice(origin.length + 1);
  const missing = found.facts.filter((facts) => !screen.nodes.has(facts.id)).length;
  const takesAll = missing === 0 || (adds && !isFull(screen, missing) && screen.nodes.size < NODES_MAX);
  const facts = takesAll ? found.facts : found.facts.filter((one) => screen.nodes.has(one.id));
  if (screen.edges.size + facts.length > EDGES_MAX) return screen;
  const next = expand(screen, origin, { relation, facts, total: found.total, after: found.after });
  if (takesAll) return next;
  // Some of it is not here: the relationship can be opened again from its start.
  const extents = new Map<string, Extent>(next.extents);
  extents.delete(extentKey(origin, relation));
  return { ...next, extents };
}
