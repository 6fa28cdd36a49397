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
  tieKnown,
  told,
} from "./graph.ts";
import { absentOn } from "./then.ts";

/** What was found of a relationship that had been opened: its neighbours, as far as it was read. */
export type Found = { facts: readonly Facts[]; total: number; after: string | null };

export type Answers = {
  facts: ReadonlyMap<string, Facts>;
  /** By `NODE relation`. */
  found: ReadonlyMap<string, Found>;
  /** Facts of today, of what was not there on the day and had none on the screen. */
  today: ReadonlyMap<string, Facts>;
};

/**
 * The screen with what was answered. A node that was not answered stays, marked: it was not there that day. Nodes keep their places.
 * `adds` brings in what the opened relationships lead to now and did not before; else they are left to be opened again.
 */
export function renewed(screen: Screen, asOf: string | null, answers: Answers, adds: boolean): Screen {
  const nodes = new Map<string, GraphNode>();
  const goes = passing(screen, answers);
  for (const node of screen.nodes.values()) {
    if (goes(node)) continue;
    const facts = answers.facts.get(node.id);
    const now = facts ? told({ ...node, facts }, facts, asOf) : missing(node, asOf, answers.today.get(node.id));
    if (now) nodes.set(node.id, now);
  }
  const draft = draftOf({ ...screen, asOf, nodes, edges: new Map(), extents: new Map() });
  for (const [key, found] of answers.found) join(draft, key, found, adds);
  tieKnown(draft);
  if (asOf !== null)
    for (const node of draft.nodes.values())
      if (!screen.nodes.has(node.id)) draft.nodes.set(node.id, { ...node, isPassing: true });
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

/** What came by itself with another day goes with it, unless something was done with it or it is led to on this day, too. */
function passing(screen: Screen, answers: Answers): (node: GraphNode) => boolean {
  const led = new Set([...answers.found.values()].flatMap(({ facts }) => facts.map(({ id }) => id)));
  const opened = new Set([...screen.reaches.keys()].map(originOf));
  return ({ id, isPassing, isPinned }) => isPassing && !isPinned && !led.has(id) && !opened.has(id);
}

/** A node of which nothing was answered; null where nothing is known of it. */
function missing(node: GraphNode, day: string | null, today: Facts | undefined): GraphNode | null {
  if (today) return { ...node, facts: today, seen: null, absence: absentOn(today, day, null) };
  return isKnown(node) ? { ...node, absence: absentOn(node.facts, day, node.seen) } : null;
}

/** Whether more is known of a node than what its id says. */
export function isKnown({ facts }: GraphNode): boolean {
  return Object.keys(facts).length > 2;
}

/** How many nodes that were there on the day before are not on this one. */
export function markedSince(before: Screen, after: Screen): number {
  const isThere = (id: string) => before.nodes.get(id)?.absence === null;
  return [...after.nodes.values()].filter((node) => node.absence !== null && isThere(node.id)).length;
}

/** How many nodes of `before` are not on the board any more. */
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
