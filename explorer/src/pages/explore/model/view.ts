// A saved view: what is on the screen as the hub keeps it (docs/exploring.md), and the screen that it makes. It holds ids,
// places on the screen and what was opened, and no facts: those are asked for anew.
import {
  EMPTY,
  extentKey,
  type Facts,
  type GraphNode,
  isNaturalPersons,
  type LookedFor,
  type NodeKind,
  originOf,
  type Screen,
} from "./graph.ts";
import type { GroupBy } from "./groups.ts";

export type Shows = "GRAPH" | "TABLE" | "MAP";

type Placed = { id: string; x: number; y: number; isPinned?: boolean; isHidden?: boolean };

type KeptQuestion = { what: LookedFor["what"]; unit?: string; within?: number[] };
export type ViewContent = {
  start: string;
  things: Placed[];
  opened?: { of: number; relation: string; count: number }[];
  hiddenKinds?: NodeKind[];
  shows?: Shows;
  asOf?: string;
  groupBy?: GroupBy;
  lookedFor?: KeptQuestion;
  unit?: string;
  foundFrom?: string;
  foundTo?: string;
};

const OPENED_MAX = 2000;
const HUNDREDTHS = 100; // of the gap between two nodes: finer than anybody sees

/** The start that no view may have: the licence of a natural person from which exploring began. */
export function forbiddenStart(screen: Screen): GraphNode | null {
  const starts = screen.starts.flatMap((id) => screen.nodes.get(id) ?? []);
  return starts.find((node) => isNaturalPersons(node.facts)) ?? null;
}

/** What is kept of a screen, or null where there is nothing that a view may start from. */
export function contentOf(screen: Screen, shows: Shows): ViewContent | null {
  const nodes = [...screen.nodes.values()];
  const start =
    screen.starts.find((id) => screen.nodes.has(id)) ?? nodes.find((node) => !isNaturalPersons(node.facts))?.id;
  if (start === undefined || forbiddenStart(screen)) return null;
  const places = new Map(nodes.map((node, place) => [node.id, place]));
  const opened = [...screen.reaches].flatMap(([key, count]) => {
    const of = places.get(originOf(key));
    return of === undefined || count === 0 ? [] : [{ of, relation: key.slice(originOf(key).length + 1), count }];
  });
  return {
    start,
    things: nodes.map((node) => ({
      id: node.id,
      x: rounded(node.x),
      y: rounded(node.y),
      ...(node.isPinned ? { isPinned: true } : {}),
      ...(screen.hidden.has(node.id) ? { isHidden: true } : {}),
    })),
    opened: opened.slice(0, OPENED_MAX),
    hiddenKinds: [...screen.hiddenKinds],
    shows,
    ...(screen.asOf ? { asOf: screen.asOf } : {}),
    groupBy: screen.groupBy,
    ...(screen.lookedFor ? { lookedFor: keptOf(screen.lookedFor) } : {}),
    ...(screen.filter.unit ? { unit: screen.filter.unit } : {}),
    ...(screen.filter.from ? { foundFrom: screen.filter.from } : {}),
    ...(screen.filter.to ? { foundTo: screen.filter.to } : {}),
  };
}

const UNASKED = { absence: null, seen: null, isPassing: false };

/** The screen of a view before anything is asked: its nodes have no facts yet, and nothing is joined. */
export function screenOf(content: ViewContent): Screen {
  const nodes = content.things.flatMap(({ id, x, y, isPinned = false }) => {
    const kind = kindOf(id);
    const facts: Facts | null = kind && { id, __typename: kind };
    return kind && facts ? [[id, { id, kind, facts, x, y, isPinned, ...UNASKED }] as const] : [];
  });
  const reaches = (content.opened ?? []).flatMap(({ of, relation, count }) => {
    const origin = content.things[of]?.id;
    return origin === undefined ? [] : [[extentKey(origin, relation), count] as const];
  });
  return {
    ...EMPTY,
    nodes: new Map(nodes),
    reaches: new Map(reaches),
    starts: [content.start],
    asOf: content.asOf ?? null,
    hidden: new Set(content.things.flatMap(({ id, isHidden }) => (isHidden ? [id] : []))),
    hiddenKinds: new Set(content.hiddenKinds ?? []),
    groupBy: content.groupBy ?? "NONE",
    filter: { unit: content.unit ?? null, from: content.foundFrom ?? null, to: content.foundTo ?? null },
    selected: content.start,
    lookedFor: content.lookedFor ? lookedForIn(content.lookedFor) : null,
  };
}

function keptOf({ what, unit, within }: LookedFor): KeptQuestion {
  return { what, ...(unit ? { unit } : {}), ...(within ? { within: [...within] } : {}) };
}

/** From its first page on. */
function lookedForIn({ what, unit, within }: KeptQuestion): LookedFor {
  const [west, south, east, north] = within ?? [];
  const isBox = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  return { what, unit: unit ?? null, within: isBox ? [west, south, east, north] : null, pages: 1 };
}

/** The kind that stands in an id of the hub (docs/exploring.md: what `node` finds). */
function kindOf(id: string): NodeKind | null {
  try {
    return atob(id.replaceAll("-", "+").replaceAll("_", "/")).split(":")[0] as NodeKind;
  } catch {
    return null;
  }
}

function rounded(place: number): number {
  return Math.round(place * HUNDREDTHS) / HUNDREDTHS;
}
