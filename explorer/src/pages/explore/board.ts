// The board: the screen's history, and what is asked of the hub to change it. It lives as long as the page.

import { useQueryClient } from "@tanstack/react-query";
import type { TadaDocumentNode } from "gql.tada";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Tell, useTold } from "../../shell/told.ts";
import { useOpenAsk } from "./asking.ts";
import { gather, type Progress } from "./gather.ts";
import { KINDS } from "./kinds/documents.ts";
import { leadsTo } from "./kinds/leads.ts";
import type { Relationship } from "./kinds/opened.ts";
import { goneFrom, markedSince, renewed } from "./model/anew.ts";
import {
  EMPTY,
  expand,
  extentKey,
  type Facts,
  type GraphNode,
  isFull,
  type NodeKind,
  type OpenView,
  type Screen,
  select,
  start,
  told,
  visibleNodes,
} from "./model/graph.ts";
import { adjust, begin, everywhere, type History, redo, step, undo } from "./model/history.ts";
import { shownBy } from "./model/shown.ts";
import type { ExploreWords } from "./words.ts";

export const PAGE_ITEMS = 20;
const PAGES_AT_ONCE = 5; // of what is there already, until one brings something new

type PageAnswer = {
  node: {
    page: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Facts[] } | null;
  } | null;
};
type OfPage = { facts: readonly Facts[]; total: number; after: string | null };
type Renewal = { adds: boolean; done: Tell<ExploreWords> };
type PageVariables = { id: string; asOf: string | null; first: number; after: string | null };

export type Board = ReturnType<typeof useBoard>;

const TELL_MILLISECONDS = 250; // between two states of a progress: each draws the page, and a screen reader may say it

/** Passes on what it is given, but not oftener than somebody reads it. */
function nowAndThen<Value>(tell: (value: Value) => void): (value: Value) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (performance.now() - last < TELL_MILLISECONDS) return;
    last = performance.now();
    tell(value);
  };
}

function nodeIn(screen: Screen, id: string): GraphNode {
  const node = screen.nodes.get(id);
  if (!node) throw new Error("it is not on the board");
  return node;
}

/** Where the board waits while another page is open; forgotten with the answers, when the purpose changes or one signs out. */
const KEPT = ["explore", "board"];

/** The screen, how to change it, and what was last said about it. */
export function useBoard(words: ExploreWords) {
  const queries = useQueryClient();
  const [history, setHistory] = useState(() => queries.getQueryData<History<Screen>>(KEPT) ?? begin<Screen>(EMPTY));
  useEffect(() => {
    queries.setQueryDefaults(KEPT, { gcTime: Number.POSITIVE_INFINITY, structuralSharing: false });
    queries.setQueryData(KEPT, history);
  }, [queries, history]);
  const [said, setSaid] = useTold(words);
  const [failure, setFailure] = useState<unknown>(null);
  const ask = useOpenAsk();
  const latest = useRef(history); // what an answer meets, which may be more than what was last drawn
  const turn = useCallback((next: (held: History<Screen>) => History<Screen>) => {
    latest.current = next(latest.current);
    setHistory(latest.current);
  }, []);
  const screen = history.present;
  const { asOf } = screen;
  const change = useCallback(
    (next: (screen: Screen) => Screen) => turn((held) => step(held, next(held.present))),
    [turn],
  );
  const travel = useCallback(
    (go: (held: History<Screen>) => History<Screen>) => {
      const before = latest.current.present;
      turn(go);
      if (latest.current.present.lookedFor !== before.lookedFor) setSaid((words) => words.mapAsBefore); // else nothing might be seen of it
    },
    [turn, setSaid],
  );
  const point = useCallback((id: string | null) => turn((held) => adjust(held, select(held.present, id))), [turn]);

  const asked = useRef<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState(asked.current); // what was pressed and has no answer yet
  const wait = (next: (held: Set<string>) => void) => {
    const held = new Set(asked.current);
    next(held);
    asked.current = held;
    setOpening(held);
  };
  const asking = useRef(Promise.resolve()); // until what was pressed before has its answer
  const more = (origin: string, kind: NodeKind, relationship: Relationship) => {
    const pressed = extentKey(origin, relationship.relation);
    if (asked.current.has(pressed)) return;
    wait((held) => held.add(pressed));
    asking.current = asking.current
      .then(() => grow(origin, kind, relationship))
      .finally(() => wait((held) => held.delete(pressed)));
  };
  const grow = async (origin: string, kind: NodeKind, relationship: Relationship) => {
    setFailure(null);
    try {
      for (let pages = 0; pages < PAGES_AT_ONCE; pages++) {
        const screen = latest.current.present;
        if (!screen.nodes.has(origin)) return; // another view came in its place
        if (isFull(screen, Math.min(PAGE_ITEMS, relationship.total ?? 0))) return setSaid((words) => words.full);
        const page = await nextPage(screen, origin, kind, relationship);
        if (!page) return setSaid((words) => words.gone);
        const before = shownBy(
          screen,
          nodeIn(screen, origin),
          relationship.relation,
          leadsTo(kind, relationship.relation),
        );
        change((now) => expand(now, origin, { relation: relationship.relation, ...page }));
        const isNew = page.facts.some((facts) => !screen.nodes.has(facts.id) || !before.has(facts.id));
        tellOf(screen, origin, kind, relationship.relation, page);
        if (isNew || page.after === null) return;
      }
    } catch (error) {
      setFailure(error);
    }
  };
  /** What a page brought, as the board shows it now. */
  const tellOf = (before: Screen, origin: string, kind: NodeKind, relation: string, page: OfPage) => {
    const now = latest.current.present;
    const shown = shownBy(now, nodeIn(now, origin), relation, leadsTo(kind, relation)).size;
    const seen = new Set(visibleNodes(now).map((node) => node.id));
    const fresh = page.facts.filter((facts) => !before.nodes.has(facts.id)).length;
    const back = page.facts.filter((facts) => !seen.has(facts.id)).length;
    setSaid((words) => {
      const done = fresh > 0 ? words.added(fresh, shown, page.total) : words.noneNew(shown, page.total);
      return back > 0 ? `${done} ${words.keptBack(back)}` : done;
    });
  };
  const nextPage = async (screen: Screen, origin: string, kind: NodeKind, { relation, whole }: Relationship) => {
    if (whole) return { facts: whole, total: whole.length, after: null };
    const after = screen.extents.get(extentKey(origin, relation))?.after ?? null;
    return await fetchPage(kind, relation, { id: origin, asOf: screen.asOf, first: PAGE_ITEMS, after });
  };

  const [progress, setProgress] = useState<Progress | null>(null);
  const stop = useRef<AbortController | null>(null);
  /** Ask for all of `base` anew, as of a day; it is on the screen when everything is answered, in one step. */
  const renew = (base: Screen, day: string | null, options: Renewal) => {
    const done = anew(base, day, options);
    asking.current = asking.current.then(() => done.then(() => undefined));
    return done;
  };
  const anew = async (base: Screen, day: string | null, options: Renewal) => {
    stop.current?.abort();
    const own = new AbortController();
    stop.current = own;
    setFailure(null);
    try {
      const answers = await gather(ask, base, day, nowAndThen(setProgress), own.signal);
      if (own.signal.aborted) return null;
      const next = renewed(base, day, answers, options.adds);
      // Meanwhile something may have been hidden or pinned: that stays, where it is the same board.
      change((now) => (options.adds && now !== base ? renewed(now, day, answers, true) : next));
      const [gone, marked] = [goneFrom(base, next), markedSince(base, next)];
      setSaid((words, language) =>
        [
          options.done(words, language),
          ...(marked > 0 ? [words.markedNow(marked)] : []),
          ...(gone > 0 ? [words.goneNow(gone)] : []),
        ].join(" "),
      );
      return next;
    } catch (error) {
      if (!own.signal.aborted) setFailure(error);
      return null;
    } finally {
      if (stop.current === own) {
        stop.current = null;
        setProgress(null);
      }
    }
  };
  useEffect(() => () => stop.current?.abort(), []);

  const fetchPage = async (kind: NodeKind, relation: string, variables: PageVariables) => {
    const pages = KINDS[kind].pages as Record<string, { document: unknown }>;
    // Each of these documents has the same shape, with other facts in its nodes: tests/explorer asks every one of them.
    const document = pages[relation]?.document as TadaDocumentNode<PageAnswer, PageVariables>;
    const { data } = await ask(document, variables);
    const page = data.node?.page;
    if (!page) return null;
    return {
      facts: page.nodes,
      total: page.totalCount,
      after: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
    };
  };

  return {
    screen,
    asOf,
    /** The same board as of another day: one step, with no node that shows another day's facts. */
    setAsOf: (day: string | null) =>
      screen.nodes.size === 0
        ? change((now) => ({ ...now, asOf: day }))
        : void renew(screen, day, { adds: true, done: (words) => words.asOfNow(day) }),
    /** A saved view in place of what is there; undo goes back. */
    openView: (kept: Screen, name: Tell<ExploreWords>) =>
      renew(kept, kept.asOf, { adds: false, done: (words, language) => words.viewOpened(name(words, language)) }),
    progress,
    cancel: () => stop.current?.abort(),
    /** What is on the screen was saved as this view, or is one that was: undo does not take that back. */
    keptAs: useCallback(
      (view: OpenView) =>
        turn((held) =>
          everywhere(adjust(held, { ...held.present, view }), (screen) =>
            screen.view?.id === view.id ? { ...screen, view } : screen,
          ),
        ),
      [turn],
    ),
    clear: () => change((now) => ({ ...EMPTY, asOf: now.asOf })),
    said,
    say: setSaid,
    failure,
    change,
    point,
    more,
    /** Whether what was pressed of a relationship is still being asked for. */
    isOpening: (origin: string, relation: string) => opening.has(extentKey(origin, relation)),
    begin: useCallback(
      (facts: Facts) => {
        if (stop.current) setSaid((words) => words.busy);
        else change((now) => start(now, facts));
      },
      [change, setSaid],
    ),
    learn: useCallback(
      (facts: Facts) =>
        turn((held) => {
          const node = held.present.nodes.get(facts.id);
          if (!node) return held;
          const nodes = new Map(held.present.nodes).set(facts.id, told(node, facts, held.present.asOf));
          return adjust(held, { ...held.present, nodes });
        }),
      [turn],
    ),
    undo: useMemo(() => (history.past.length > 0 ? () => travel(undo) : null), [history.past.length, travel]),
    redo: useMemo(() => (history.future.length > 0 ? () => travel(redo) : null), [history.future.length, travel]),
  };
}
