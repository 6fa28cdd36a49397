import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY, expand, type Facts, hide, type Screen, start, visibleNodes } from "./graph.ts";
import { drawn, drawnAs, groupBy, neighbours, showApart, sizeOf } from "./groups.ts";

const landlord: Facts = { id: "l", __typename: "Landlord" };
const other: Facts = { id: "l2", __typename: "Landlord" };
const building = (id: string): Facts => ({ id, __typename: "Building", address: { label: id } });
const room = (number: number, of: string): Facts => ({ id: `r${number}`, __typename: "Room", building: { id: of } });
const open = (screen: Screen, origin: string, relation: string, ...facts: Facts[]) =>
  expand(screen, origin, { relation, facts, total: facts.length, after: null });

const rooms = open(start(EMPTY, landlord), "l", "rooms", room(1, "b1"), room(2, "b1"), room(3, "b2"));

test("rooms are drawn as their building, also one that was not there, and their connections are its", () => {
  const grouped = drawn(groupBy(rooms, "BUILDING"));
  expect(grouped.nodes.map((node) => node.id)).toEqual(["l", "b1", "b2"]);
  expect([...grouped.sizes]).toEqual([
    ["b1", 2],
    ["b2", 1],
  ]);
  expect(neighbours(grouped, "l")).toEqual(["b1", "b2"]);
  expect([drawnAs(grouped, "r2"), drawnAs(grouped, "l"), drawnAs(grouped, null)]).toEqual(["b1", "l", null]);
});

test("no node moves when groups are made, shown apart and undone", () => {
  const spots = (screen: Screen, of: Screen) =>
    [...of.nodes.keys()].map((id) => [screen.nodes.get(id)?.x, screen.nodes.get(id)?.y]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(5)), { maxLength: 40 }), fc.nat(5), (made, apart) => {
      const screen = open(start(EMPTY, landlord), "l", "rooms", ...made.map(([number, of]) => room(number, `b${of}`)));
      const grouped = groupBy(screen, "BUILDING");
      const shown = showApart(grouped, `b${apart}`, true);
      for (const next of [grouped, shown, groupBy(shown, "OWNER"), groupBy(shown, "NONE")])
        expect(spots(next, screen)).toEqual(spots(screen, screen));
      const cells = [...grouped.nodes.values()].map((node) => `${Math.round(node.x)},${Math.round(node.y)}`);
      expect(new Set(cells).size).toBe(cells.length);
    }),
  );
});

test("property goes with its one owner; what two own, and what is shown apart, stays by itself", () => {
  let screen = open(start(EMPTY, landlord), "l", "buildings", building("b1"), building("b2"));
  screen = groupBy(open(screen, "b2", "owners", landlord, other), "OWNER");
  expect(drawn(screen).nodes.map((node) => node.id)).toEqual(["l", "b2", "l2"]);
  expect(drawn(showApart(screen, "l", true)).nodes.map((node) => node.id)).toEqual(["l", "b1", "b2", "l2"]);
  expect(sizeOf(showApart(screen, "l", true), "l")).toBe(1);
});

test("what is hidden is in no group, and a hidden head has none", () => {
  const grouped = groupBy(rooms, "BUILDING");
  expect(drawn(hide(grouped, "r1")).sizes.get("b1")).toBe(1);
  expect(drawn(hide(grouped, "b1")).nodes.map((node) => node.id)).toEqual(["l", "r1", "r2", "b2"]);
  expect(visibleNodes(grouped).length).toBe(6);
});
