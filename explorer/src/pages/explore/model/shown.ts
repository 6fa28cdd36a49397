// How much of a relationship the picture shows: what is counted is what is drawn, whichever end it was opened from.
import { type GraphEdge, type GraphNode, type NodeKind, type Screen, visibleEdges } from "./graph.ts";

/** What each relationship that joins two of one kind is called from the other end. */
const OTHER_END: Readonly<Record<string, string>> = { parts: "partOf", partOf: "parts" };

/** The ids of what a relationship to things of kind `to` shows. */
export function shownBy(screen: Screen, node: GraphNode, relation: string, to: NodeKind): ReadonlySet<string> {
  const leads = (edge: GraphEdge) => {
    if (edge.from === node.id) return edge.relation === relation ? edge.to : null;
    if (edge.to !== node.id) return null;
    const isSame = to === node.kind ? edge.relation === OTHER_END[relation] : kindOf(screen, edge.from) === to;
    return edge.back === relation || isSame ? edge.from : null;
  };
  return new Set(visibleEdges(screen).flatMap((edge) => leads(edge) ?? []));
}

function kindOf(screen: Screen, id: string): NodeKind | undefined {
  return screen.nodes.get(id)?.kind;
}
