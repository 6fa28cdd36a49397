// What a saved view keeps of a screen, and that it makes the same screen again.
import { expect, test } from "vitest";
import { EMPTY, expand, type Facts, filterBy, pin, start, toggleKind } from "./graph.ts";
import { groupBy, showApart } from "./groups.ts";
import { contentOf, screenOf } from "./view.ts";

const id = (kind: string, number: number) => btoa(`${kind}:${number}`);
const building: Facts = { id: id("Building", 1), __typename: "Building" };
const room: Facts = { id: id("Room", 2), __typename: "Room" };

test("places, what is hidden, filters and grouping come back; facts are not kept", () => {
  let screen = start(EMPTY, { ...building, storeys: 7 });
  screen = expand(screen, building.id, { relation: "rooms", facts: [room], total: 1, after: null });
  screen = filterBy(pin(screen, room.id, true, { x: 3, y: 4 }), {
    unit: "990103",
    from: "2026-01-01",
    to: "2026-02-01",
  });
  screen = { ...screen, lookedFor: { what: "BUILDINGS", unit: "990103", within: [1, 2, 3, 4], pages: 2 } };
  screen = toggleKind(showApart(groupBy(screen, "BUILDING"), building.id, true), "Finding");
  const content = contentOf(screen, "MAP");
  expect(content).toMatchObject({
    groupBy: "BUILDING",
    unit: "990103",
    foundFrom: "2026-01-01",
    foundTo: "2026-02-01",
    hiddenKinds: ["Finding"],
    shows: "MAP",
    lookedFor: { what: "BUILDINGS", unit: "990103", within: [1, 2, 3, 4] },
  });
  expect(JSON.stringify(content)).not.toContain("storeys");
  const again = content && screenOf(content);
  expect([again?.filter, again?.groupBy, again?.hiddenKinds]).toEqual([screen.filter, "BUILDING", screen.hiddenKinds]);
  expect(again?.nodes.get(room.id)).toMatchObject({ x: 3, y: 4, isPinned: true });
  expect(again?.lookedFor).toEqual({ ...screen.lookedFor, pages: 1 });
});
