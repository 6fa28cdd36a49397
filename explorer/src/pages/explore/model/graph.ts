// What is on the screen: nodes, edges, and what the inspector did with them; pure functions from one state to the next.
// It knows nothing of React, the network or how it is drawn.
import { type Filter, keptBack, NO_FILTER } from "./filter.ts";
import type { GroupBy } from "./groups.ts";
import type { Bounds } from "./places.ts";
import { type Absence, thenOf } from "./then.ts";

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

export type GraphNode = {
  id: string;
  kind: NodeKind;
  facts: Facts;
  x: number;
  y: number;
  isPinned: boolean;
  /** Why it was not there on the screen's day; its facts are then those of `seen`. */
  absence: Absence | null;
  /** The day as of which its facts were answered; null is today. */
  seen: string | null;
  /** It came by itself when another day was looked at, and goes with it. */
  isPassing: boolean;
};
/** Two nodes are joined once: `back` is what the same relationship is called from the other end, where it was opened there, too. */
export type GraphEdge = { id: string; from: string; to: string; relation: string; back: string | null };

/** How much of a relationship is here: `shown` of `total`, and where the next page starts. */
export type Extent = { total: number; shown: number; after: string | null };

/** What the map was asked for: of a unit by its code, or of a box; and how many pages of the answer are shown. */
export type LookedFor = { what: "BUILDINGS" | "WORKPLACES"; unit: string | null; within: Bounds | null; pages: number };

/** The saved view that is on the screen, as it was opened or saved last. */
export type OpenView = { id: string; name: string; version: number; isOwn: boolean; officer: string };

export type Screen = {
  nodes: ReadonlyMap<string, GraphNode>;
  edges: ReadonlyMap<string, GraphEdge>;
  /** By `NODE relation`. */
  extents: ReadonlyMap<string, Extent>;
  /** By `NODE relation`: how far a relationship was ever opened, even if what it led to was dropped since. */
  reaches: ReadonlyMap<string, number>;
  /** Where exploring began, in order. */
  starts: readonly string[];
  /** The day as of which all of `nodes` was asked for; null is today. */
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

const visible = new WeakMap<Screen, readonly GraphNode[]>();
const joining = new WeakMap<readonly GraphNode[], { among: Screen["edges"]; edges: readonly GraphEdge[] }>();

const GAP = 1;
const GOLDEN_ANGLE_RADIANS = Math.PI * (3 - Math.sqrt(5));

/**
 * A node to start from, beside what is already there; selected. Asking for one that is there only selects it. It is shown: what
 * hides its kind, or keeps it back, gives way.
 */
export function start(screen: Screen, facts: Facts): Screen {
  return startAll(screen, [facts]);
}

/** Several nodes to start from, in one step; the first is selected. */
export function startAll(screen: Screen, all: readonly Facts[]): Screen {
  const [first] = all;
  if (!first) return screen;
  const draft = draftOf(screen);
  const ids = new Set(all.map((facts) => facts.id));
  for (const facts of all) put(draft, facts, { x: 0, y: 0 }, 0);
  tieKnown(draft);
  const kinds = new Set(all.map((facts) => facts.__typename));
  const next: Screen = {
    ...screen,
    nodes: draft.nodes,
    edges: draft.edges,
    starts: [...new Set([...screen.starts, ...ids])],
    hidden: lacking(screen.hidden, ids),
    hiddenKinds: lacking(screen.hiddenKinds, kinds),
    selected: first.id,
  };
  const back = keptBack(next.filter, next.nodes, next.edges);
  return all.some((facts) => back.has(facts.id)) ? { ...next, filter: NO_FILTER } : next;
}

/** The neighbours of one page of a relationship: the new ones are placed near their origin, no other moves. */
export function expand(screen: Screen, origin: string, page: Page): Screen {
  return expandAll(screen, [{ origin, page }]);
}

export type Expansion = { origin: string; page: Page };

/** Several pages, one after the other, in one step; an origin that is not there is passed over. */
export function expandAll(screen: Screen, expansions: Iterable<Expansion>): Screen {
  const draft = draftOf(screen);
  const brought = new Set<string>();
  let isSame = true;
  for (const { origin, page } of expansions)
    if (bring(draft, origin, page)) {
      isSame = false;
      for (const facts of page.facts) brought.add(facts.id);
    }
  if (isSame) return screen;
  tieKnown(draft);
  const { nodes, edges, extents, reaches } = draft;
  return { ...screen, nodes, edges, extents, reaches, hidden: lacking(screen.hidden, brought) };
}

/** A screen while much is added to it: its own copies, made once for all of that. */
export type Draft = {
  nodes: Map<string, GraphNode>;
  edges: Map<string, GraphEdge>;
  extents: Map<string, Extent>;
  reaches: Map<string, number>;
  spots: Set<string>;
  asOf: string | null;
};

export function draftOf({ nodes, edges, extents, reaches, asOf }: Screen): Draft {
  return {
    asOf,
    nodes: new Map(nodes),
    edges: new Map(edges),
    extents: new Map(extents),
    reaches: new Map(reaches),
    spots: spotsOf(nodes),
  };
}

/** Adds a page to a draft; false where its origin is not there. */
export function bring(draft: Draft, origin: string, page: Page): boolean {
  const { nodes, edges, extents, reaches } = draft;
  const from = nodes.get(origin);
  if (!from) return false;
  for (const facts of page.facts) {
    put(draft, facts, from, GAP * 2);
    tie(edges, origin, facts.id, page.relation);
  }
  const key = extentKey(origin, page.relation);
  const before = extents.get(key)?.shown ?? 0;
  extents.set(key, { total: page.total, shown: Math.min(page.total, before + page.facts.length), after: page.after });
  reaches.set(key, Math.max(before + page.facts.length, reaches.get(key) ?? 0));
  return true;
}

/** A node into a draft, near a point; one that is there learns the facts and stays where it is. */
function put({ nodes, spots, asOf }: Draft, facts: Facts, near: Spot, ring: number): void {
  const known = nodes.get(facts.id);
  nodes.set(facts.id, known ? told(known, facts, asOf) : nodeAt(facts, freeSpot(spots, near.x, near.y, ring), asOf));
}

/** A node that learns what was answered of it for a day. */
export function told(node: GraphNode, answered: Facts, day: string | null): GraphNode {
  const { facts, absence } = thenOf(answered, day);
  return { ...node, facts: { ...node.facts, ...facts }, absence, seen: day };
}

/** What the facts of a kind say of single neighbours, by the name of the relationship: opening it would lead to the same. */
const KNOWN: Partial<Record<NodeKind, string>> = {
  Address: "adminUnit",
  Building: "address",
  Employer: "organisation",
  Landlord: "organisation",
  LandlordLicence: "landlord",
  ManagingAgent: "organisation",
  Room: "building",
  Workplace: "address",
};

/** Joins what is known to belong together, whichever way it came onto the board. */
export function tieKnown({ nodes, edges }: Pick<Draft, "nodes" | "edges">): void {
  for (const { id, kind, facts } of nodes.values()) {
    const relation = KNOWN[kind];
    const other = relation && (facts[relation] as { id?: string } | null | undefined)?.id;
    if (relation && other && nodes.has(other) && edges.size < EDGES_MAX) tie(edges, id, other, relation);
  }
}

/** Whether `count` more neighbours would pass the limit of what stays smooth. */
export function isFull(screen: Pick<Screen, "nodes" | "edges">, count: number): boolean {
  return screen.nodes.size + count > NODES_MAX || screen.edges.size + count > EDGES_MAX;
}

/** Selecting changes nothing of what is visible, so that isn't worked out again. */
export function select(screen: Screen, id: string | null): Screen {
  if (screen.selected === id) return screen;
  const next = { ...screen, selected: id };
  visible.set(next, visibleNodes(screen));
  return next;
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
  const cut = new Set<string>();
  for (const { from, to, relation, back } of screen.edges.values()) {
    if (!kept.has(to)) cut.add(extentKey(from, relation));
    if (back !== null && !kept.has(from)) cut.add(extentKey(to, back));
  }
  return {
    ...screen,
    nodes: new Map([...screen.nodes].filter(([id]) => kept.has(id))),
    edges: new Map([...screen.edges].filter(([, edge]) => kept.has(edge.from) && kept.has(edge.to))),
    // What was dropped can be opened again: the extents of all relationships that led to it begin anew.
    extents: new Map([...screen.extents].filter(([key]) => kept.has(originOf(key)) && !cut.has(key))),
    reaches: new Map([...screen.reaches].filter(([key]) => kept.has(originOf(key)))),
    starts: screen.starts.filter((id) => kept.has(id)),
    hidden: new Set([...screen.hidden].filter((id) => kept.has(id))),
    apart: new Set([...screen.apart].filter((id) => kept.has(id))),
    selected: screen.selected && kept.has(screen.selected) ? screen.selected : null,
  };
}

/** What is neither hidden nor kept back, in the order in which it came; worked out once a screen. */
export function visibleNodes(screen: Screen): readonly GraphNode[] {
  const held = visible.get(screen);
  if (held) return held;
  const back = keptBack(screen.filter, screen.nodes, screen.edges);
  const seen = [...screen.nodes.values()].filter((node) => isVisible(screen, node) && !back.has(node.id));
  visible.set(screen, seen);
  return seen;
}

/** What joins them, of what was there that day; worked out once for the same nodes and edges. */
export function visibleEdges(screen: Screen): readonly GraphEdge[] {
  const nodes = visibleNodes(screen);
  const held = joining.get(nodes);
  if (held?.among === screen.edges) return held.edges;
  const seen = new Set(nodes.flatMap((node) => (node.absence === null ? [node.id] : [])));
  const edges = [...screen.edges.values()].filter((edge) => seen.has(edge.from) && seen.has(edge.to));
  joining.set(nodes, { among: screen.edges, edges });
  return edges;
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

/** Joins two nodes, if they are not joined; from the other end the same edge has its other name. */
function tie(edges: Map<string, GraphEdge>, from: string, to: string, relation: string): void {
  if (from === to) return;
  const id = edgeId(from, to);
  const held = edges.get(id);
  if (!held) edges.set(id, { id, from, to, relation, back: null });
  else if (held.from === to && held.back === null) edges.set(id, { ...held, back: relation });
}

/** The same from either end. */
export function edgeId(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function nodeAt(answered: Facts, spot: Spot, day: string | null): GraphNode {
  const { facts, absence } = thenOf(answered, day);
  return {
    id: facts.id,
    kind: facts.__typename,
    facts,
    ...spot,
    isPinned: false,
    absence,
    seen: day,
    isPassing: false,
  };
}

/** A set without some; itself where none of them is in it. */
function lacking<Item>(set: ReadonlySet<Item>, some: ReadonlySet<Item>): ReadonlySet<Item> {
  const left = [...set].filter((item) => !some.has(item));
  return left.length < set.size ? new Set(left) : set;
}

/** The cells of a grid that are taken: at most one node in each, so that none covers another. */
function spotsOf(nodes: ReadonlyMap<string, GraphNode>): Set<string> {
  return new Set([...nodes.values()].map((node) => cell(node.x, node.y)));
}

function cell(x: number, y: number): string {
  return `${Math.round(x / GAP)},${Math.round(y / GAP)}`;
}

/** The first free spot on a spiral around a point; takes it. A turn of the golden angle fills the plane evenly. */
function freeSpot(taken: Set<string>, x: number, y: number, ring: number): Spot {
  for (let step = 0; ; step++) {
    const radius = step === 0 ? 0 : ring + GAP * Math.sqrt(step);
    const angle = step * GOLDEN_ANGLE_RADIANS;
    const spot = { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    if (taken.has(cell(spot.x, spot.y))) continue;
    taken.add(cell(spot.x, spot.y));
    return spot;
  }
}
