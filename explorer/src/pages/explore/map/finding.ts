// What the map was asked for, and what it found that is not on the board yet. The question is a part of the screen, so undo takes it
// back and a saved view keeps it; the answer waits as long as the page, and is of the screen's day.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSignedIn } from "../../../shell/session.tsx";
import { useOpenAsk } from "../asking.ts";
import type { Board } from "../board.ts";
import type { Facts, LookedFor } from "../model/graph.ts";
import type { Bounds } from "../model/places.ts";
import { type Unit, useUnitOf } from "./area.tsx";
import { MapBuildings, MapWorkplaces } from "./questions.ts";

export const PAGE_ITEMS = 100; // what the API gives at once

export type What = LookedFor["what"];
type Page = { things: Facts[]; total: number; after: string | null };

export type Finding = ReturnType<typeof useFinding>;

/** The question, its answer page by page, and how to ask another. Nothing is asked before `isShown`. */
export function useFinding(board: Board, first: What, isShown: boolean) {
  const { lookedFor, asOf } = board.screen;
  const [wanted, want] = useState<What>(first);
  const answer = usePages(lookedFor, asOf, isShown);
  const unit = lookedFor?.unit ?? null;
  const what = lookedFor?.what ?? wanted;
  const ask = (next: Partial<LookedFor>) => {
    const asked = { what, unit, within: null, pages: 1, ...next };
    board.change((now) => (isSame(now.lookedFor, asked) ? now : { ...now, lookedFor: asked }));
  };
  return {
    what,
    area: useUnitOf(unit),
    lookedFor,
    ...answer,
    /** All of the chosen area, or what of it lies in a box. */
    look: (within: Bounds | null) => ask({ within }),
    more: () => lookedFor && ask({ ...lookedFor, pages: lookedFor.pages + 1 }),
    choose: (next: Unit | null) => ask({ unit: next?.code ?? null }),
    chooseWhat: (next: What) => {
      want(next);
      if (lookedFor) ask({ ...lookedFor, what: next, pages: 1 });
    },
    clear: () => board.change((now) => (now.lookedFor ? { ...now, lookedFor: null } : now)),
  };
}

function usePages(lookedFor: LookedFor | null, asOf: string | null, isShown: boolean) {
  const ask = useOpenAsk();
  const { purpose } = useSignedIn();
  const { what = "BUILDINGS", unit = null, within = null, pages = 1 } = lookedFor ?? {};
  const result = useInfiniteQuery({
    queryKey: ["explore", "map", purpose, what, unit, within, asOf],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const [west, south, east, north] = within ?? [];
      const box = within ? { west, south, east, north } : null;
      const variables = { unit, within: box, asOf, first: PAGE_ITEMS, after: pageParam };
      const document = what === "BUILDINGS" ? MapBuildings : MapWorkplaces;
      const { data } = await ask(document as typeof MapBuildings, variables as never, { signal });
      const { page } = data;
      const after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      return { things: [...((page?.nodes ?? []) as Facts[])], total: page?.totalCount ?? 0, after };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.after,
    enabled: isShown && lookedFor !== null,
    staleTime: Number.POSITIVE_INFINITY, // undo shows what was there
    placeholderData: keepPreviousData, // until the next is there
  });
  const { data, isPlaceholderData, isFetching, hasNextPage, isError, fetchNextPage } = result;
  const isShort = lookedFor !== null && data !== undefined && !isPlaceholderData && data.pages.length < pages;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, isError, fetchNextPage]);
  const shown = data?.pages.slice(0, pages) ?? [];
  const last = shown.at(-1);
  const found = lookedFor !== null && last ? { things: shown.flatMap((page) => page.things), total: last.total } : null;
  return {
    found,
    hasMore: last?.after != null,
    isAsking: isFetching,
    failure: lookedFor === null ? null : result.error,
    again: () => void (isShort ? fetchNextPage() : result.refetch()),
  };
}

function isSame(one: LookedFor | null, other: LookedFor): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
