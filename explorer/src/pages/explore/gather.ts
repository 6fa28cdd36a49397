// Asks anew for all that is on a screen: its nodes and the relationships that were opened, several in one request.
import type { TadaDocumentNode } from "gql.tada";
import type { Answer } from "../../api/client.ts";
import { HubError } from "../../api/errors.ts";
import { KINDS } from "./kinds/documents.ts";
import { factsOf, wholeField } from "./kinds/opened.ts";
import { type Piece, takeBatch, together } from "./kinds/together.ts";
import { type Answers, type Found, isKnown } from "./model/anew.ts";
import { extentKey, type Facts, originOf, type Screen } from "./model/graph.ts";

const PAGE_ITEMS_MAX = 100; // what the hub gives at once
const REQUESTS_AT_ONCE = 3;

export type Ask = <Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  options: { signal: AbortSignal },
) => Promise<Answer<Data>>;

export type Progress = { done: number; of: number };

type PageAnswer = { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Facts[] };
type NodeAnswer = (Record<string, unknown> & { page?: PageAnswer | null }) | null;
type Question = Piece & { take: (node: NodeAnswer) => Question | null };

/** What the hub says now of everything on `screen`. Throws `HubError`; nothing is half answered. */
export async function gather(
  ask: Ask,
  screen: Screen,
  asOf: string | null,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Answers> {
  const facts = new Map<string, Facts>();
  const found = new Map<string, Found>();
  const progress = { done: 0, of: 0 };
  const askAll = async (questions: Question[]) => {
    const waiting = [...questions];
    progress.of += waiting.length;
    const work = async () => {
      while (waiting.length > 0) {
        const batch = takeBatch(waiting);
        const { document, variables } = together(batch);
        const { data, errors } = await ask(document, variables, { signal });
        const broken = errors.find(({ code }) => code !== "FIELD_NOT_ALLOWED" && code !== "OUT_OF_JURISDICTION");
        if (broken) throw new HubError(broken.code, broken.message);
        batch.forEach((question, place) => {
          const next = question.take((data[`n${place}`] ?? null) as NodeAnswer);
          if (next) waiting.push(next);
          else progress.done += 1;
        });
        tell({ ...progress });
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work));
  };
  const kindOf = (id: string) => screen.nodes.get(id)?.kind ?? "Room";
  const keep = (node: NodeAnswer) => {
    if (node) facts.set(String(node["id"]), factsOf(kindOf(String(node["id"])), node));
  };

  const wholes = new Map<string, string[]>();
  const questions: Question[] = [];
  for (const [key, count] of screen.reaches) {
    const origin = originOf(key);
    const relation = key.slice(origin.length + 1);
    const node = screen.nodes.get(origin);
    if (!node) continue;
    if (relation in KINDS[node.kind].whole) wholes.set(origin, [...(wholes.get(origin) ?? []), relation]);
    else if (relation in KINDS[node.kind].pages)
      questions.push(pageOf(screen, key, { count, read: [], after: null }, asOf, facts, found));
  }
  for (const [origin, relations] of wholes)
    questions.push(
      nodeOf(screen, origin, asOf, relations, (node) => {
        keep(node);
        for (const relation of relations) {
          const held = node?.[wholeField(kindOf(origin), relation)] as Facts | Facts[] | null | undefined;
          const all = held == null ? [] : Array.isArray(held) ? held : [held];
          for (const one of all) facts.set(one.id, one);
          if (node) found.set(extentKey(origin, relation), { facts: all, total: all.length, after: null });
        }
      }),
    );
  await askAll(questions);
  const left = [...screen.nodes.keys()].filter((id) => !facts.has(id) && !wholes.has(id));
  await askAll(left.map((id) => nodeOf(screen, id, asOf, [], keep)));
  const today = new Map<string, Facts>();
  const unknown = [...screen.nodes.values()].filter((node) => asOf !== null && !facts.has(node.id) && !isKnown(node));
  const learn = (node: NodeAnswer) => {
    if (node) today.set(String(node["id"]), factsOf(kindOf(String(node["id"])), node));
  };
  await askAll(unknown.map(({ id }) => nodeOf(screen, id, null, [], learn)));
  return { facts, found, today };
}

type Reading = { count: number; read: Facts[]; after: string | null };

/** The next page of an opened relationship, as far as it was opened. */
function pageOf(
  screen: Screen,
  key: string,
  reading: Reading,
  asOf: string | null,
  facts: Map<string, Facts>,
  found: Map<string, Found>,
): Question {
  const origin = originOf(key);
  const pages = KINDS[screen.nodes.get(origin)?.kind ?? "Room"].pages as Record<string, { document: unknown }>;
  const first = Math.min(PAGE_ITEMS_MAX, reading.count - reading.read.length);
  return {
    document: pages[key.slice(origin.length + 1)]?.document,
    variables: { id: origin, asOf, first, after: reading.after },
    take: (node) => {
      const page = node?.page;
      if (!page) return null;
      const read = [...reading.read, ...page.nodes];
      for (const one of page.nodes) facts.set(one.id, one);
      const after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      found.set(key, { facts: read, total: page.totalCount, after });
      if (after === null || read.length >= reading.count) return null;
      return pageOf(screen, key, { count: reading.count, read, after }, asOf, facts, found);
    },
  };
}

/** A node's own facts, and its single neighbours by the relationships that were opened. */
function nodeOf(
  screen: Screen,
  id: string,
  asOf: string | null,
  relations: readonly string[],
  take: (node: NodeAnswer) => void,
): Question {
  const kind = screen.nodes.get(id)?.kind ?? "Room";
  return {
    document: KINDS[kind].open,
    variables: { id, asOf },
    keeps: relations.map((relation) => wholeField(kind, relation)),
    take: (node) => {
      take(node);
      return null;
    },
  };
}
