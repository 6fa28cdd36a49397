// What a screen has most of, so that whoever fills it can leave out much by little. It counts things, never people.
import { EDGES_MAX, NODES_MAX, type NodeKind, type Screen, visibleNodes } from "./graph.ts";
import { unitOf } from "./places.ts";

const NEARLY = 0.75; // of what stays smooth: a page of neighbours still fits
const LISTED = 5;
const UNIT_DIGITS = [6, 9, 12]; // of the codes of a district, a street, a community

export function isNearlyFull(screen: Screen): boolean {
  return screen.nodes.size >= NODES_MAX * NEARLY || screen.edges.size >= EDGES_MAX * NEARLY;
}

export type Most = {
  kinds: { kind: NodeKind; count: number }[];
  /** The units into which what is shown falls, at the widest level that divides it. */
  units: { code: string; count: number }[];
  /** On the board and not shown. */
  hidden: number;
};

export function mostOf(screen: Screen): Most {
  const nodes = [...screen.nodes.values()];
  const kinds = most(nodes.map((node) => node.kind)).map(([kind, count]) => ({ kind, count }));
  const shown = visibleNodes(screen);
  const codes = shown.flatMap((node) => unitOf(node.facts) ?? []);
  const cut = UNIT_DIGITS.map((digits) =>
    codes.filter((code) => code.length >= digits).map((code) => code.slice(0, digits)),
  );
  const divided = cut.find((level) => new Set(level).size > 1) ?? [];
  const units = most(divided).map(([code, count]) => ({ code, count }));
  return { kinds, units, hidden: nodes.length - shown.length };
}

/** What occurs most, with how often; the first few. */
function most<Item>(items: readonly Item[]): [Item, number][] {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, LISTED);
}
