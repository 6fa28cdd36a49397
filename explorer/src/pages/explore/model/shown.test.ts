// What is counted as shown is what the picture shows, whichever end it was opened from; an edge stands once.
import { expect, test } from "vitest";
import { dropHidden, EMPTY, expand, type Facts, hide, type Screen, start, visibleEdges } from "./graph.ts";
import { shownBy } from "./shown.ts";

const landlord: Facts = { id: "l", __typename: "Landlord" };
const agent: Facts = { id: "a", __typename: "ManagingAgent" };
const building: Facts = { id: "b", __typename: "Building" };
const room = (number: number): Facts => ({ id: `r${number}`, __typename: "Room", building: { id: "b" } });
const open = (screen: Screen, origin: string, relation: string, ...facts: Facts[]) =>
  expand(screen, origin, { relation, facts, total: facts.length, after: null });
const shown = (screen: Screen, id: string, relation: string, to: Parameters<typeof shownBy>[3]) => {
  const node = screen.nodes.get(id);
  return node ? [...shownBy(screen, node, relation, to)] : null;
};

test("an agent that was opened from the landlord is shown from the agent, too, and opened from there it is one edge", () => {
  const screen = open(start(EMPTY, landlord), "l", "agents", agent);
  expect(shown(screen, "a", "landlords", "Landlord")).toEqual(["l"]);
  const again = open(screen, "a", "landlords", landlord);
  expect(visibleEdges(again)).toEqual([{ id: "a l", from: "l", to: "a", relation: "agents", back: "landlords" }]);
  expect(shown(again, "l", "agents", "ManagingAgent")).toEqual(["a"]);
});

test("rooms on the board are joined to their building, whichever of them came first", () => {
  const rooms = open(start(EMPTY, landlord), "l", "rooms", room(1), room(2));
  const screen = start(rooms, building);
  expect(shown(screen, "b", "rooms", "Room")).toEqual(["r1", "r2"]);
  expect(shown(screen, "r1", "building", "Building")).toEqual(["b"]);
  expect(shown(hide(screen, "r1"), "b", "rooms", "Room")).toEqual(["r2"]);
});

test("an area above and an area below are told apart", () => {
  const [district, street]: Facts[] = [
    { id: "d", __typename: "AdminUnit" },
    { id: "s", __typename: "AdminUnit" },
  ] as Facts[];
  if (!district || !street) throw new Error("there are two");
  const screen = open(start(EMPTY, district), "d", "parts", street);
  expect(shown(screen, "s", "partOf", "AdminUnit")).toEqual(["d"]);
  expect(shown(screen, "s", "parts", "AdminUnit")).toEqual([]);
  expect(shown(screen, "d", "parts", "AdminUnit")).toEqual(["s"]);
});

test("what was dropped begins anew at both ends of the edge", () => {
  const both = open(open(start(EMPTY, landlord), "l", "agents", agent), "a", "landlords", landlord);
  const left = dropHidden(hide(both, "l"));
  expect([...left.nodes.keys()]).toEqual(["a"]);
  expect(left.extents.size).toBe(0);
});
