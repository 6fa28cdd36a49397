// What is on the screen: nodes, edges, and what the inspector did with them; pure functions from one state to the next.
// It knows nothing of React, the network or how it is drawn.
import { type Filter, keptBack, NO_FILTER } from "./filter.ts";
import type { GroupBy } from "./groups.ts";
import type { Bounds } from "./places.ts";

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

/** What the map was asked for: of a unit by its code, or of a box; and how many pages of the answer are shown. */
export type LookedFor = { what: "BUILDINGS" | "WORKPLACES"; unit: string | null; within: Bounds | null; pages: number };

/** The saved view that is on the screen, as it was opened or saved last. */
export type OpenView = { id: string; name: string; version: number };

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
  filter: Filter;
  groupBy: GroupBy;
  /** Heads of groups that are shown as what is in them. */
  apart: ReadonlySet<string>;
  selected: string | null;
  lookedFor: LookedFor | null;
  view: OpenView | null;
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
  filter: NO_FILTER,
  groupBy: "NONE",
  apart: new Set(),
  selected: null,
  lookedFor: null,
  view: null,
};

export type Page = { relation: string; facts: readonly Facts[]; total: number; after: string | null };

export type Spot = { x: number; y: number };

const GAP = 1;
const GOLDEN_ANGLE_RADIANS = Math.PI * (3 - Math.sqrt(5));

/**
 * A node to start from, beside what is already there; selected. Asking for one that is there only selects it. It is shown: what
 * hides its kind, or keeps it back, gives way.
 */
export function start(screen: Screen, facts: Facts): Screen {
  const next = placed(screen, facts);
  const isKeptBack = keptBack(next.filter, next.nodes, next.edges).has(facts.id);
  return {
    ...next,
    hiddenKinds: without(next.hiddenKinds, facts.__typename),
    filter: isKeptBack ? NO_FILTER : next.filter,
  };
}

function placed(screen: Screen, facts: Facts): Screen {
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

/** Take nodes off the picture; what they led to stays, and they come back with `showAll`. */
export function hide(screen: Screen, ...ids: string[]): Screen {
  const hidden = new Set([...screen.hidden, ...ids]);
  const isGone = screen.selected !== null && ids.includes(screen.selected);
  return { ...screen, hidden, selected: isGone ? null : screen.selected };
}

export function showAll(screen: Screen): Screen {
  return { ...screen, hidden: new Set(), hiddenKinds: new Set(), filter: NO_FILTER };
}

/** Let through only some, by area or day; hidden things stay hidden. */
export function filterBy(screen: Screen, change: Partial<Filter>): Screen {
  return { ...screen, filter: { ...screen.filter, ...change } };
}

export function toggleKind(screen: Screen, kind: NodeKind): Screen {
  const hiddenKinds = new Set(screen.hiddenKinds);
  if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
  return { ...screen, hiddenKinds };
}

/** Put a node where it was dragged to, or beside if something stands there, and keep it there. */
export function pin(screen: Screen, id: string, isPinned: boolean, spot?: Spot): Screen {
  const node = screen.nodes.get(id);
  if (!node) return screen;
  const others = new Map(screen.nodes);
  others.delete(id);
  const free = spot && freeSpot(spotsOf(others), spot.x, spot.y, 0);
  return { ...screen, nodes: new Map(screen.nodes).set(id, { ...node, ...free, isPinned }) };
}

/** Move a node by one place, over what stands in the way, and keep it there. */
export function move(screen: Screen, id: string, across: number, up: number): Screen {
  const node = screen.nodes.get(id);
  if (!node) return screen;
  const taken = spotsOf(screen.nodes);
  let { x, y } = node;
  do {
    x += across * GAP;
    y += up * GAP;
  } while (taken.has(cell(x, y)));
  return { ...screen, nodes: new Map(screen.nodes).set(id, { ...node, x, y, isPinned: true }) };
}

/** Remove what is hidden for good: room for more. */
export function dropHidden(screen: Screen): Screen {
  const kept = new Set(visibleNodes(screen).map((node) => node.id));
  return { ...keepOnly(screen, kept), hidden: new Set(), hiddenKinds: new Set(), filter: NO_FILTER };
}

/** Remove all of one kind for good. */
export function dropKind(screen: Screen, kind: NodeKind): Screen {
  return keepOnly(screen, new Set([...screen.nodes.values()].flatMap((node) => (node.kind === kind ? [] : [node.id]))));
}

function keepOnly(screen: Screen, kept: ReadonlySet<string>): Screen {
  return {
    ...screen,
    nodes: new Map([...screen.nodes].filter(([id]) => kept.has(id))),
    edges: new Map([...screen.edges].filter(([, edge]) => kept.has(edge.from) && kept.has(edge.to))),
    // What was dropped can be opened again: the extents of all relationships that led to it begin anew.
    extents: new Map([...screen.extents].filter(([key]) => extentIsWhole(screen, kept, key))),
    reaches: new Map([...screen.reaches].filter(([key]) => kept.has(originOf(key)))),
    starts: screen.starts.filter((id) => kept.has(id)),
    hidden: new Set([...screen.hidden].filter((id) => kept.has(id))),
    apart: new Set([...screen.apart].filter((id) => kept.has(id))),
    selected: screen.selected && kept.has(screen.selected) ? screen.selected : null,
  };
}

const visible = new WeakMap<Screen, readonly GraphNode[]>();

/** What is neither hidden nor kept back, in the order in which it came; worked out once a screen. */
export function visibleNodes(screen: Screen): readonly GraphNode[] {
  const held = visible.get(screen);
  if (held) return held;
  const back = keptBack(screen.filter, screen.nodes, screen.edges);
  const seen = [...screen.nodes.values()].filter((node) => isVisible(screen, node) && !back.has(node.id));
  visible.set(screen, seen);
  return seen;
}

export function visibleEdges(screen: Screen): GraphEdge[] {
  const seen = new Set(visibleNodes(screen).map((node) => node.id));
  return [...screen.edges.values()].filter((edge) => seen.has(edge.from) && seen.has(edge.to));
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

function nodeAt(facts: Facts, spot: Spot): GraphNode {
  return { id: facts.id, kind: facts.__typename, facts, ...spot, isPinned: false };
}

function without<Item>(set: ReadonlySet<Item>, id: Item): ReadonlySet<Item> {
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
function freeSpot(taken: Set<string>, x: number, y: number, ring = GAP * 2): Spot {
  for (let step = 0; ; step++) {
    const radius = step === 0 ? 0 : ring + GAP * Math.sqrt(step);
    const angle = step * GOLDEN_ANGLE_RADIANS;
    const spot = { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    if (taken.has(cell(spot.x, spot.y))) continue;
    taken.add(cell(spot.x, spot.y));
    return spot;
  }
}
