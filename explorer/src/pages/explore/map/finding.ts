// What was found on the map and is not on the board yet: it lives as long as the page, also while another view is shown.
import { useCallback, useEffect, useRef, useState } from "react";
import { useAsk } from "../../../shell/ask.ts";
import type { Facts } from "../model/graph.ts";
import type { Bounds } from "../model/places.ts";
import type { Unit } from "./area.tsx";
import { MapBuildings, MapWorkplaces } from "./questions.ts";

export const PAGE_ITEMS = 100; // what the API gives at once

export type What = "buildings" | "workplaces";
type Scope = { what: What; unit: string | null; within: Bounds | null; asOf: string | null };
type Found = { scope: Scope; things: Facts[]; total: number; after: string | null };

export type Finding = ReturnType<typeof useFinding>;

/** The area that was chosen, and what was found in it, page by page. */
export function useFinding(asOf: string | null, first: What) {
  const [what, setWhat] = useState<What>(first);
  const [area, setArea] = useState<Unit | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isAsking, setAsking] = useState(false);
  const asked = useRef<AbortController | null>(null);
  const ask = useAsk();
  const lookRef = useRef<(scope: Scope, before: Found | null) => Promise<void>>(async () => {});
  lookRef.current = async (scope, before) => {
    asked.current?.abort();
    const asking = new AbortController();
    asked.current = asking;
    const { signal } = asking;
    setAsking(true);
    setFailure(null);
    const [west, south, east, north] = scope.within ?? [];
    const within = scope.within ? { west, south, east, north } : null;
    const variables = { unit: scope.unit, within, asOf: scope.asOf, first: PAGE_ITEMS, after: before?.after ?? null };
    try {
      const document = scope.what === "buildings" ? MapBuildings : MapWorkplaces;
      const { data } = await ask(document as typeof MapBuildings, variables as never, { signal });
      const { page } = data;
      const things = [...(before?.things ?? []), ...((page?.nodes ?? []) as Facts[])];
      const after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      setFound({ scope, things, total: page?.totalCount ?? 0, after });
    } catch (error) {
      if (!signal.aborted) setFailure(error);
    } finally {
      if (!signal.aborted) setAsking(false);
    }
  };
  useEffect(() => () => asked.current?.abort(), []);
  const unit = area?.code ?? null;
  return {
    what,
    area,
    found,
    failure,
    isAsking,
    /** All of the chosen area, or what of it lies in a box. */
    look: useCallback(
      (within: Bounds | null) => void lookRef.current({ what, unit, within, asOf }, null),
      [what, unit, asOf],
    ),
    more: useCallback(() => found && void lookRef.current(found.scope, found), [found]),
    choose: useCallback(
      (next: Unit | null) => {
        setArea(next);
        void lookRef.current({ what, unit: next?.code ?? null, within: null, asOf }, null);
      },
      [what, asOf],
    ),
    chooseWhat: useCallback(
      (next: What) => {
        setWhat(next);
        if (found) void lookRef.current({ ...found.scope, what: next }, null);
      },
      [found],
    ),
    clear: useCallback(() => {
      asked.current?.abort();
      setAsking(false);
      setFound(null);
    }, []),
  };
}
