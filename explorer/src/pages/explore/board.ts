// The board: the screen's history, and what is asked of the hub to change it. It lives as long as the page.

import { useQueryClient } from "@tanstack/react-query";
import type { TadaDocumentNode } from "gql.tada";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAsk } from "../../shell/ask.ts";
import { gather, type Progress } from "./gather.ts";
import { KINDS } from "./kinds/documents.ts";
import type { Relationship } from "./kinds/opened.ts";
import { goneFrom, renewed } from "./model/anew.ts";
import {
  EMPTY,
  expand,
  extentKey,
  type Facts,
  isFull,
  type NodeKind,
  type OpenView,
  type Screen,
  select,
  start,
  visibleNodes,
} from "./model/graph.ts";
import { adjust, begin, everywhere, type History, redo, step, undo } from "./model/history.ts";
import type { ExploreWords } from "./words.ts";

export const PAGE_ITEMS = 20;

type PageAnswer = {
  node: {
    page: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Facts[] } | null;
  } | null;
};
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
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const ask = useAsk();
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
      if (latest.current.present.lookedFor !== before.lookedFor) setSaid(words.mapAsBefore); // else nothing might be seen of it
    },
    [turn, words],
  );
  const point = useCallback((id: string | null) => turn((held) => adjust(held, select(held.present, id))), [turn]);

  const waiting = useRef(new Set<string>()); // a second press while a page is on its way would ask for the same page
  const asking = useRef(Promise.resolve()); // until what was pressed before has its answer
  const more = (origin: string, kind: NodeKind, relationship: Relationship) => {
    const pressed = extentKey(origin, relationship.relation);
    if (waiting.current.has(pressed)) return;
    waiting.current.add(pressed);
    asking.current = asking.current
      .then(() => grow(origin, kind, relationship))
      .finally(() => waiting.current.delete(pressed));
  };
  const grow = async (origin: string, kind: NodeKind, relationship: Relationship) => {
    const { relation } = relationship;
    const screen = latest.current.present;
    if (!screen.nodes.has(origin)) return; // another view came in its place
    setFailure(null);
    if (isFull(screen, Math.min(PAGE_ITEMS, relationship.total ?? 0))) return setSaid(words.full);
    try {
      const held = screen.extents.get(extentKey(origin, relation));
      const page = relationship.whole
        ? { facts: relationship.whole, total: relationship.whole.length, after: null }
        : await fetchPage(kind, relation, {
            id: origin,
            asOf: screen.asOf,
            first: PAGE_ITEMS,
            after: held?.after ?? null,
          });
      if (!page) return setSaid(words.gone);
      const fresh = page.facts.filter((facts) => !screen.nodes.has(facts.id)).length;
      const shown = Math.min(page.total, (held?.shown ?? 0) + page.facts.length);
      const next = expand(screen, origin, { relation, ...page });
      change((now) => expand(now, origin, { relation, ...page }));
      const seen = new Set(visibleNodes(next).map((node) => node.id));
      const back = page.facts.filter((facts) => !seen.has(facts.id)).length;
      const done = fresh > 0 ? words.added(fresh, shown, page.total) : words.noneNew(shown, page.total);
      setSaid(back > 0 ? `${done} ${words.keptBack(back)}` : done);
    } catch (error) {
      setFailure(error);
    }
  };

  const [progress, setProgress] = useState<Progress | null>(null);
  const stop = useRef<AbortController | null>(null);
  /** Ask for all of `base` anew, as of a day; it is on the screen when everything is answered, in one step. */
  const renew = (base: Screen, day: string | null, options: { adds: boolean; done: string }) => {
    const done = anew(base, day, options);
    asking.current = asking.current.then(() => done.then(() => undefined));
    return done;
  };
  const anew = async (base: Screen, day: string | null, options: { adds: boolean; done: string }) => {
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
      const gone = goneFrom(base, next);
      setSaid(gone > 0 ? `${options.done} ${words.goneNow(gone)}` : options.done);
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
        : void renew(screen, day, { adds: true, done: words.asOfNow(day) }),
    /** A saved view in place of what is there; undo goes back. */
    openView: (kept: Screen, name: string) => renew(kept, kept.asOf, { adds: false, done: words.viewOpened(name) }),
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
    begin: useCallback(
      (facts: Facts) => {
        if (stop.current) setSaid(words.busy);
        else change((now) => start(now, facts));
      },
      [change, words],
    ),
    learn: useCallback(
      (facts: Facts) =>
        turn((held) => {
          const node = held.present.nodes.get(facts.id);
          if (!node) return held;
          const nodes = new Map(held.present.nodes).set(facts.id, { ...node, facts: { ...node.facts, ...facts } });
          return adjust(held, { ...held.present, nodes });
        }),
      [turn],
    ),
    undo: useMemo(() => (history.past.length > 0 ? () => travel(undo) : null), [history.past.length, travel]),
    redo: useMemo(() => (history.future.length > 0 ? () => travel(redo) : null), [history.future.length, travel]),
  };
}
