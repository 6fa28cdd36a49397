// Several of this page's documents asked as one: each has one root field `node`, which is called `n0`, `n1` … here. Made of
// documents that the build checked against the schema.
import type { TadaDocumentNode } from "gql.tada";

/** A document with its variables; of the fields of its node, beside its facts, only those that `keeps` names, if it does. */
export type Piece = { document: unknown; variables: Record<string, unknown>; keeps?: readonly string[] };

// What the hub reads in one document (`model/limits.py`).
const ROOTS_MAX = 5;
const ALIASES_MAX = 15;

type Ast = { kind: string; [key: string]: unknown };
type Answer = Record<string, Record<string, unknown> | null>;

/** Takes as many pieces off the front of `waiting` as one request may ask; at least one. */
export function takeBatch<One extends Piece>(waiting: One[]): One[] {
  for (let count = Math.min(ROOTS_MAX, waiting.length); count > 1; count--)
    if (joined(waiting.slice(0, count)).aliases <= ALIASES_MAX) return waiting.splice(0, count);
  return waiting.splice(0, 1);
}

function aliasesIn(part: unknown): number {
  if (part === null || typeof part !== "object") return 0;
  const own = (part as Ast).kind === "Field" && (part as Ast)["alias"] ? 1 : 0;
  return own + Object.values(part).reduce((sum: number, inner) => sum + aliasesIn(inner), 0);
}

/** One document for all pieces, and its variables. */
export function together(pieces: readonly Piece[]) {
  const variables: Record<string, unknown> = {};
  pieces.forEach((piece, place) => {
    for (const [name, value] of Object.entries(piece.variables)) variables[`${name}${place}`] = value;
  });
  const { document } = joined(pieces);
  return { document: document as unknown as TadaDocumentNode<Answer, Record<string, unknown>>, variables };
}

type Joined = { document: Ast; aliases: number };
const joins = new Map<string, Joined>();
const numbers = new WeakMap<object, number>();
const JOINS_MAX = 500; // of some kilobytes each: a large screen asks the same few again and again
let documents = 0;

/** The document of pieces of these kinds, made once. */
function joined(pieces: readonly Piece[]): Joined {
  const key = pieces.map(shapeOf).join(" ");
  const held = joins.get(key);
  if (held) return held;
  const document = join(pieces);
  const fresh = { document, aliases: aliasesIn(document) };
  if (joins.size >= JOINS_MAX) joins.clear();
  joins.set(key, fresh);
  return fresh;
}

/** What a piece's document is made of: all but the values of its variables. */
function shapeOf({ document, variables, keeps }: Piece): string {
  const number = numbers.get(document as object) ?? ++documents;
  numbers.set(document as object, number);
  return `${number}(${Object.keys(variables)})${keeps ? `{${keeps}}` : ""}`;
}

function join(pieces: readonly Piece[]): Ast {
  const fragments = new Map<string, Ast>();
  const definitions: Ast[] = [];
  const selections: Ast[] = [];
  pieces.forEach((piece, place) => {
    const parts = (piece.document as { definitions: Ast[] }).definitions;
    const operation = parts.find((part) => part.kind === "OperationDefinition");
    const root = operation && selectionsOf(operation)[0];
    if (!operation || !root) throw new Error("a document without a root field");
    for (const part of parts) if (part.kind === "FragmentDefinition") fragments.set(nameOf(part), part);
    const held = piece.keeps ? { ...root, selectionSet: kept(root, piece.keeps) } : root;
    const renamed = numbered(held, place) as Ast;
    selections.push({ ...renamed, alias: { kind: "Name", value: `n${place}` } });
    const used = new Set(Object.keys(piece.variables));
    for (const variable of operation["variableDefinitions"] as Ast[])
      if (used.has(nameOf(variable["variable"] as Ast))) definitions.push(numbered(variable, place) as Ast);
  });
  const named = spreads(selections);
  const spread = [...fragments.values()].filter((fragment) => named.has(nameOf(fragment)));
  const operation = {
    kind: "OperationDefinition",
    operation: "query",
    name: { kind: "Name", value: "ExploreAnew" },
    variableDefinitions: definitions,
    directives: [],
    selectionSet: { kind: "SelectionSet", selections },
  };
  return { kind: "Document", definitions: [operation, ...spread] };
}

function kept(root: Ast, keeps: readonly string[]): Ast {
  const selections = selectionsOf(root).filter(
    (field) => field.kind === "FragmentSpread" || keeps.includes(aliasOf(field)),
  );
  return { kind: "SelectionSet", selections };
}

/** The names of all fragments that stand in a part of a document. */
function spreads(part: unknown): Set<string> {
  if (part === null || typeof part !== "object") return new Set();
  const own = (part as Ast).kind === "FragmentSpread" ? [nameOf(part as Ast)] : [];
  return new Set([...own, ...Object.values(part).flatMap((inner) => [...spreads(inner)])]);
}

function selectionsOf(node: Ast): Ast[] {
  return (node["selectionSet"] as { selections: Ast[] } | undefined)?.selections ?? [];
}

function nameOf(node: Ast): string {
  return (node["name"] as { value: string }).value;
}

function aliasOf(field: Ast): string {
  return field["alias"] ? (field["alias"] as { value: string }).value : nameOf(field);
}

/** A copy of a part of a document, its variables called `id0`, `first0` … */
function numbered(part: unknown, place: number): unknown {
  if (Array.isArray(part)) return part.map((item) => numbered(item, place));
  if (part === null || typeof part !== "object") return part;
  const node = part as Ast;
  if (node.kind === "Variable") return { ...node, name: { kind: "Name", value: `${nameOf(node)}${place}` } };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, numbered(value, place)]));
}
