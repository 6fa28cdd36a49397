// What is on the screen: nodes, edges, and what the inspector did with them; pure functions from one state to the next.
// It knows nothing of React, the network or how it is drawn.

export type NodeKind =
  | "AdminUnit"
  | "Address"
  | "Building"
  | "Room"
  | "Landlord"
  | "ManagingAgent"
  | "Mandate"
  | "LandlordLicence"
  | "Organisation"
  | "Employer"
  | "Workplace"
  | "Complaint"
  | "Finding"
  | "RepairOrder"
  | "InspectionCase";

/** What the register says of a node, as it was answered; `id` and `__typename` always. */
export type Facts = { id: string; __typename: NodeKind } & Readonly<Record<string, unknown>>;

export type GraphNode = { id: string; kind: NodeKind; facts: Facts; x: number; y: number; isPinned: boolean };
export type GraphEdge = { id: string; from: string; to: string; relation: string };

/** How much of a relationship is here: `shown` of `total`, and where the next page starts. */
export type Extent = { total: number; shown: number; after: string | null };

export type Screen = {
  nodes: ReadonlyMap<string, GraphNode>;
  edges: ReadonlyMap<string, GraphEdge>;
  /** By `NODE relation`. */
  extents: ReadonlyMap<string, Extent>;
  /** By `NODE relation`: how far a relationship was ever opened, even if what it led to was dropped since. */
  reaches: ReadonlyMap<string, number>;
  /** Where exploring began, in order. */
  starts: readonly string[];
  /** The day as of which all of `nodes` was answered; null is today. */
  asOf: string | null;
  hidden: ReadonlySet<string>;
  hiddenKinds: ReadonlySet<NodeKind>;
  selected: string | null;
};

export const NODES_MAX = 2000;
export const EDGES_MAX = 5000;

export const EMPTY: Screen = {
  nodes: new Map(),
  edges: new Map(),
  extents: new Map(),
  reaches: new Map(),
  starts: [],
  asOf: null,
  hidden: new Set(),
  hiddenKinds: new Set(),
  selected: null,
};

export type Page = { relation: string; facts: readonly Facts[]; total: number; after: string | null };

const GAP = 1;
const GOLDEN_ANGLE_RADIANS = Math.PI * (3 - Math.sqrt(5));

/** A node to start from, beside what is already there; selected. Asking for one that is there only selects it, unhidden. */
export function start(screen: Screen, facts: Facts): Screen {
  const starts = screen.starts.includes(facts.id) ? screen.starts : [...screen.starts, facts.id];
  const shown = { ...screen, starts, hidden: without(screen.hidden, facts.id), selected: facts.id };
  const known = screen.nodes.get(facts.id);
  if (known) return { ...shown, nodes: new Map(screen.nodes).set(known.id, { ...known, facts: merged(known, facts) }) };
  const spot = freeSpot(spotsOf(screen.nodes), 0, 0);
  return { ...shown, nodes: new Map(screen.nodes).set(facts.id, nodeAt(facts, spot)) };
}

/** Several nodes to start from, in one step; the first is selected. */
export function startAll(screen: Screen, all: readonly Facts[]): Screen {
  const started = all.reduce(start, screen);
  return all[0] ? select(started, all[0].id) : screen;
}

/** The neighbours of one page of a relationship: the new ones are placed near their origin, no other moves. */
export function expand(screen: Screen, origin: string, page: Page): Screen {
  const from = screen.nodes.get(origin);
  if (!from) return screen;
  const nodes = new Map(screen.nodes);
  const edges = new Map(screen.edges);
  const spots = spotsOf(nodes);
  let hidden = screen.hidden;
  for (const facts of page.facts) {
    const known = nodes.get(facts.id);
    if (known) nodes.set(facts.id, { ...known, facts: merged(known, facts) });
    else nodes.set(facts.id, nodeAt(facts, freeSpot(spots, from.x, from.y)));
    hidden = without(hidden, facts.id);
    const edge = edgeBetween(origin, facts.id, page.relation);
    if (origin !== facts.id && !edges.has(edge.id)) edges.set(edge.id, edge);
  }
  const key = extentKey(origin, page.relation);
  const before = screen.extents.get(key)?.shown ?? 0;
  const extent = { total: page.total, shown: Math.min(page.total, before + page.facts.length), after: page.after };
  const reach = Math.max(before + page.facts.length, screen.reaches.get(key) ?? 0);
  const extents = new Map(screen.extents).set(key, extent);
  return { ...screen, nodes, edges, hidden, extents, reaches: new Map(screen.reaches).set(key, reach) };
}

/** Whether `count` more neighbours would pass the limit of what stays smooth. */
export function isFull(screen: Screen, count: number): boolean {
  return screen.nodes.size + count > NODES_MAX || screen.edges.size + count > EDGES_MAX;
}

export function select(screen: Screen, id: string | null): Screen {
  return { ...screen, selected: id };
}

/** Take a node off the picture; what it led to stays, and it comes back with `showAll`. */
export function hide(screen: Screen, id: string): Screen {
  return {
    ...screen,
    hidden: new Set(screen.hidden).add(id),
    selected: screen.selected === id ? null : screen.selected,
  };
}

export function showAll(screen: Screen): Screen {
  return { ...screen, hidden: new Set(), hiddenKinds: new Set() };
}

export function toggleKind(screen: Screen, kind: NodeKind): Screen {
  const hiddenKinds = new Set(screen.hiddenKinds);
  if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
  return { ...screen, hiddenKinds };
}

/** Put a node where it was dragged to, and keep it there. */
export function pin(screen: Screen, id: string, isPinned: boolean, spot?: { x: number; y: number }): Screen {
  const node = screen.nodes.get(id);
  if (!node) return screen;
  return { ...screen, nodes: new Map(screen.nodes).set(id, { ...node, ...spot, isPinned }) };
}

/** Remove what is hidden for good: room for more. */
export function dropHidden(screen: Screen): Screen {
  const kept = new Set(visibleNodes(screen).map((node) => node.id));
  return {
    ...screen,
    nodes: new Map([...screen.nodes].filter(([id]) => kept.has(id))),
    edges: new Map([...screen.edges].filter(([, edge]) => kept.has(edge.from) && kept.has(edge.to))),
    // What was dropped can be opened again: the extents of all relationships that led to it begin anew.
    extents: new Map([...screen.extents].filter(([key]) => extentIsWhole(screen, kept, key))),
    reaches: new Map([...screen.reaches].filter(([key]) => kept.has(originOf(key)))),
    starts: screen.starts.filter((id) => kept.has(id)),
    hidden: new Set(),
    hiddenKinds: new Set(),
    selected: screen.selected && kept.has(screen.selected) ? screen.selected : null,
  };
}

export function visibleNodes(screen: Screen): GraphNode[] {
  return [...screen.nodes.values()].filter((node) => isVisible(screen, node));
}

export function visibleEdges(screen: Screen): GraphEdge[] {
  const seen = new Set(visibleNodes(screen).map((node) => node.id));
  return [...screen.edges.values()].filter((edge) => seen.has(edge.from) && seen.has(edge.to));
}

/** The visible neighbours of a node, with the relationship that leads there, in the order in which they came. */
export function neighbours(screen: Screen, id: string): { node: GraphNode; relation: string }[] {
  return visibleEdges(screen).flatMap((edge) => {
    const other = edge.from === id ? edge.to : edge.to === id ? edge.from : null;
    const node = other === null ? undefined : screen.nodes.get(other);
    return node ? [{ node, relation: edge.relation }] : [];
  });
}

export function extentKey(node: string, relation: string): string {
  return `${node} ${relation}`;
}

/** The node of an extent's key. */
export function originOf(key: string): string {
  return key.split(" ")[0] ?? "";
}

/** Whether it is the licence of a natural person: none of whose landlord is told. */
export function isNaturalPersons(facts: Facts): boolean {
  return facts.__typename === "LandlordLicence" && facts["landlord"] == null;
}

function isVisible(screen: Screen, node: GraphNode): boolean {
  return !screen.hidden.has(node.id) && !screen.hiddenKinds.has(node.kind);
}

function extentIsWhole(screen: Screen, kept: ReadonlySet<string>, key: string): boolean {
  const [origin = "", relation] = key.split(" ");
  if (!kept.has(origin)) return false;
  return [...screen.edges.values()].every(
    (edge) => edge.relation !== relation || edge.from !== origin || kept.has(edge.to),
  );
}

function edgeBetween(from: string, to: string, relation: string): GraphEdge {
  return { id: `${from} ${relation} ${to}`, from, to, relation };
}

function merged(known: GraphNode, facts: Facts): Facts {
  return { ...known.facts, ...facts };
}

function nodeAt(facts: Facts, spot: { x: number; y: number }): GraphNode {
  return { id: facts.id, kind: facts.__typename, facts, ...spot, isPinned: false };
}

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return set.has(id) ? new Set([...set].filter((item) => item !== id)) : set;
}

/** The cells of a grid that are taken: at most one node in each, so that none covers another. */
function spotsOf(nodes: ReadonlyMap<string, GraphNode>): Set<string> {
  return new Set([...nodes.values()].map((node) => cell(node.x, node.y)));
}

function cell(x: number, y: number): string {
  return `${Math.round(x / GAP)},${Math.round(y / GAP)}`;
}

/** The first free spot on a spiral around a point; takes it. A turn of the golden angle fills the plane evenly. */
function freeSpot(taken: Set<string>, x: number, y: number): { x: number; y: number } {
  for (let step = 0; ; step++) {
    const radius = step === 0 ? 0 : GAP * 2 + GAP * Math.sqrt(step);
    const angle = step * GOLDEN_ANGLE_RADIANS;
    const spot = { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    if (taken.has(cell(spot.x, spot.y))) continue;
    taken.add(cell(spot.x, spot.y));
    return spot;
  }
}
