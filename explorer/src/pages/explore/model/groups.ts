// Grouping: rooms drawn as one with their building, or property with the firm that owns it. No node moves for it: the group
// stands where its head stands, and shown apart again each member is where it was.
import {
  type Expansion,
  edgeId,
  expandAll,
  type Facts,
  type GraphEdge,
  type GraphNode,
  isFull,
  type Screen,
  visibleEdges,
  visibleNodes,
} from "./graph.ts";

export type GroupBy = "NONE" | "BUILDING" | "OWNER";

/** What the picture draws of a screen: `headOf` says into which node another one was drawn, `sizes` how many. */
export type Drawn = {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  headOf: ReadonlyMap<string, string>;
  sizes: ReadonlyMap<string, number>;
};

const OWNED = new Set(["Building", "Room", "LandlordLicence"]);
type Known = Pick<Screen, "edges" | "groupBy" | "apart"> & { drawn: Drawn };
const known = new WeakMap<readonly GraphNode[], Known>();

/** Groups, anew: also those that were shown apart. A building of which only rooms are there joins them, in a free place. */
export function groupBy(screen: Screen, by: GroupBy): Screen {
  const grouped = { ...screen, groupBy: by, apart: new Set<string>() };
  if (by !== "BUILDING") return grouped;
  const missing: Expansion[] = [];
  const coming = new Set<string>();
  for (const node of screen.nodes.values()) {
    const building = buildingOf(node);
    if (!building || screen.nodes.has(building.id)) continue;
    if (!coming.has(building.id) && isFull(screen, coming.size + 1)) continue;
    coming.add(building.id);
    missing.push({ origin: node.id, page: { relation: "building", facts: [building], total: 1, after: null } });
  }
  return expandAll(grouped, missing);
}

/** One group shown as what is in it, or together again. */
export function showApart(screen: Screen, head: string, isApart: boolean): Screen {
  const apart = new Set(screen.apart);
  if (isApart) apart.add(head);
  else apart.delete(head);
  return { ...screen, apart };
}

/** What is drawn; worked out once for the same nodes, edges and groups. */
export function drawn(screen: Screen): Drawn {
  const { edges, groupBy, apart } = screen;
  const nodes = visibleNodes(screen);
  const held = known.get(nodes);
  if (held && held.edges === edges && held.groupBy === groupBy && held.apart === apart) return held.drawn;
  const fresh = draw(screen);
  known.set(nodes, { edges, groupBy, apart, drawn: fresh });
  return fresh;
}

/** The neighbours of a node as they are drawn, in the order in which they came. */
export function neighbours({ edges }: Drawn, id: string): string[] {
  return [...new Set(edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])))];
}

/** The node as which something is drawn: its group's head, or itself. */
export function drawnAs({ headOf }: Drawn, id: string | null): string | null {
  return id === null ? null : (headOf.get(id) ?? id);
}

/** A node with all that is drawn as one with it. */
export function wholeOf({ headOf }: Drawn, id: string): string[] {
  return [id, ...[...headOf].flatMap(([member, head]) => (head === id ? [member] : []))];
}

/** How many would be in the group of this head if it is grouped, or were it not shown apart. */
export function sizeOf(screen: Screen, head: string): number {
  return drawn(screen.apart.has(head) ? showApart(screen, head, false) : screen).sizes.get(head) ?? 0;
}

function draw(screen: Screen): Drawn {
  const nodes = visibleNodes(screen);
  const edges = visibleEdges(screen);
  const headOf = heads(screen, nodes, edges);
  const sizes = new Map<string, number>();
  for (const head of headOf.values()) sizes.set(head, (sizes.get(head) ?? 0) + 1);
  const joined = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const from = headOf.get(edge.from) ?? edge.from;
    const to = headOf.get(edge.to) ?? edge.to;
    const id = edgeId(from, to);
    if (from !== to && !joined.has(id)) joined.set(id, { ...edge, id, from, to });
  }
  return { nodes: nodes.filter((node) => !headOf.has(node.id)), edges: [...joined.values()], headOf, sizes };
}

function heads(screen: Screen, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, string> {
  const seen = new Map(nodes.map((node) => [node.id, node]));
  const headOf = new Map<string, string>();
  const join = (member: string, head: string) => {
    if (seen.has(head) && !screen.apart.has(head)) headOf.set(member, head);
  };
  if (screen.groupBy === "BUILDING")
    for (const node of nodes) {
      const building = buildingOf(node);
      if (building) join(node.id, building.id);
    }
  if (screen.groupBy === "OWNER") for (const [member, owner] of soleOwners(seen, edges)) join(member, owner);
  return headOf;
}

/** Property with the one firm that it is connected to; what two firms own stays by itself. */
function soleOwners(seen: ReadonlyMap<string, GraphNode>, edges: readonly GraphEdge[]): [string, string][] {
  const owners = new Map<string, Set<string>>();
  for (const { from, to } of edges)
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const)
      if (OWNED.has(seen.get(one)?.kind ?? "") && seen.get(other)?.kind === "Landlord")
        owners.set(one, (owners.get(one) ?? new Set()).add(other));
  return [...owners].flatMap(([member, found]) => (found.size === 1 ? [[member, [...found][0] ?? ""]] : []));
}

/** The building of a room, as the room's own facts tell of it. */
function buildingOf(node: GraphNode): Facts | null {
  if (node.kind !== "Room") return null;
  const building = node.facts["building"] as { id: string } | undefined;
  return building ? { ...building, __typename: "Building" } : null;
}
