// To which kind a relationship leads.
import type { NodeKind } from "../model/graph.ts";
import { KINDS } from "./documents.ts";

export function leadsTo(kind: NodeKind, relation: string): NodeKind {
  const whole = KINDS[kind].whole as Record<string, NodeKind>;
  const pages = KINDS[kind].pages as Record<string, { to: NodeKind }>;
  const to = whole[relation] ?? pages[relation]?.to;
  if (!to) throw new Error(`${kind} has no ${relation}`);
  return to;
}
