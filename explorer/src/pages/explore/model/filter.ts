// What is let through by area and by date. What has no place or no day of its own is not guessed at: see each rule.
import type { Facts, GraphEdge, GraphNode } from "./graph.ts";
import { unitOf } from "./places.ts";

/** `unit`: the code of an area. `from`, `to`: days, both included, for what is dated. Null lets all through. */
export type Filter = { unit: string | null; from: string | null; to: string | null };

export const NO_FILTER: Filter = { unit: null, from: null, to: null };

/** The day of a complaint, a finding, a repair order or an inspection; null for what has none. */
export function dayOf(facts: Facts): string | null {
  const day = facts["receivedOn"] ?? facts["foundOn"] ?? facts["issuedOn"] ?? facts["openedAt"];
  return day == null ? null : String(day).slice(0, 10);
}

/** The ids of the nodes that `filter` keeps back. */
export function keptBack(
  filter: Filter,
  nodes: ReadonlyMap<string, GraphNode>,
  edges: ReadonlyMap<string, GraphEdge>,
): ReadonlySet<string> {
  const back = new Set(filter.unit === null ? [] : outside(filter.unit, nodes, edges));
  for (const { id, facts } of nodes.values()) {
    const day = dayOf(facts);
    if (day !== null && ((filter.from && day < filter.from) || (filter.to && day > filter.to))) back.add(id);
  }
  return back;
}

/** What lies outside of a unit; what has no place goes with what it is connected to, inside if any of that is inside. */
function outside(
  unit: string,
  nodes: ReadonlyMap<string, GraphNode>,
  edges: ReadonlyMap<string, GraphEdge>,
): Set<string> {
  const inside: string[] = [];
  const beyond: string[] = [];
  for (const { id, facts } of nodes.values()) {
    const code = unitOf(facts);
    if (code === null) continue;
    // An area that holds the chosen one is not outside of it.
    const isHolding = facts.__typename === "AdminUnit" && unit.startsWith(code);
    (code.startsWith(unit) || isHolding ? inside : beyond).push(id);
  }
  const near = linksOf(edges);
  const placed = new Set([...inside, ...beyond]);
  const goesInside = reached(inside, near, placed);
  const goesBeyond = reached(beyond, near, placed);
  return new Set([...beyond, ...[...goesBeyond].filter((id) => !goesInside.has(id))]);
}

/** What can be reached from `starts` over nodes that have no place. */
function reached(starts: readonly string[], near: ReadonlyMap<string, string[]>, placed: ReadonlySet<string>) {
  const found = new Set<string>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const other of near.get(id) ?? [])
      if (!placed.has(other) && !found.has(other)) {
        found.add(other);
        open.push(other);
      }
  return found;
}

function linksOf(edges: ReadonlyMap<string, GraphEdge>): Map<string, string[]> {
  const near = new Map<string, string[]>();
  const link = (one: string, other: string) => {
    const held = near.get(one);
    if (held) held.push(other);
    else near.set(one, [other]);
  };
  for (const { from, to } of edges.values()) {
    link(from, to);
    link(to, from);
  }
  return near;
}
