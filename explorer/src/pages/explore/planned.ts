// When an office's inspections are planned for: the register says it of each visit, and a case may have several.
import type { Facts } from "./model/graph.ts";
import { today } from "./model/then.ts";

type Visit = { state: string; plannedOn: string | null };
export type Visited = Facts & { plannedOn: string | null };

/** The cases in the order of their next planned visit, each with its day; those that ended come last. */
export function byPlan(cases: readonly Facts[]): readonly Visited[] {
  return cases
    .map(planned)
    .sort(
      (one, other) =>
        Number(isEnded(one)) - Number(isEnded(other)) || (one.plannedOn ?? "").localeCompare(other.plannedOn ?? ""),
    );
}

/** Whether the case is over: what was planned in it will not be done in it. */
export function isEnded({ caseState, endsAt }: Facts): boolean {
  return caseState === "CLOSED" || (endsAt != null && Date.parse(String(endsAt)) <= Date.now());
}

/** Whether the day of a visit has passed. */
export function isOverdue(plannedOn: string): boolean {
  return plannedOn < today();
}

function planned({ visits, ...facts }: Facts): Visited {
  const days = ((visits ?? []) as Visit[]).flatMap(({ state, plannedOn }) =>
    state === "PLANNED" && plannedOn ? [plannedOn] : [],
  );
  return { ...(facts as Facts), plannedOn: days.sort()[0] ?? null };
}
