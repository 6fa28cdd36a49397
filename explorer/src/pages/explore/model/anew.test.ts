import { expect, test } from "vitest";
import { type Answers, goneFrom, markedSince, renewed } from "./anew.ts";
import { dropHidden, EMPTY, expand, type Facts, hide, pin, type Screen, start, visibleEdges } from "./graph.ts";
import { contentOf, forbiddenStart, screenOf } from "./view.ts";

const id = (kind: string, number: number) => btoa(`${kind}:${number}`).replace(/=+$/, "");
const building: Facts = { id: id("Building", 0), __typename: "Building" };
const room = (number: number, said = "now"): Facts => ({ id: id("Room", number), __typename: "Room", said });
const opened = (screen: Screen, rooms: Facts[], total = rooms.length): Screen =>
  expand(screen, building.id, { relation: "rooms", facts: rooms, total, after: null });
const board = opened(start(EMPTY, building), [room(1), room(2)]);
const answers = (rooms: Facts[], others: Facts[] = [building]): Answers => ({
  facts: new Map([...rooms, ...others].map((facts) => [facts.id, facts])),
  found: new Map([[`${building.id} rooms`, { facts: rooms, total: rooms.length, after: null }]]),
  today: new Map(),
});
const marks = (screen: Screen) => [...screen.nodes.values()].map(({ id, absence }) => [id, absence]);

test("no node keeps another day's facts, and none moves", () => {
  const then = renewed(board, "2020-01-01", answers([room(1, "then"), room(2, "then")]), true);
  expect(then.asOf).toBe("2020-01-01");
  for (const node of then.nodes.values()) {
    expect(node).toMatchObject({ x: board.nodes.get(node.id)?.x, y: board.nodes.get(node.id)?.y });
    if (node.kind === "Room") expect(node.facts["said"]).toBe("then");
  }
});

test("what was not there that day stays, marked and joined to nothing, and what was there instead is there", () => {
  const then = renewed(board, "2020-01-01", answers([room(1), room(3)]), true);
  expect(marks(then)).toEqual([
    [building.id, null],
    [id("Room", 1), null],
    [id("Room", 2), "NOT_YET"],
    [id("Room", 3), null],
  ]);
  expect(visibleEdges(then).map((edge) => edge.to)).toEqual([id("Room", 1), id("Room", 3)]);
  expect(then.extents.get(`${building.id} rooms`)).toEqual({ total: 2, shown: 2, after: null });
  expect([goneFrom(board, then), markedSince(board, then)]).toEqual([0, 1]);
});

test("today restores all: what was marked is there, what came with the other day is gone, and each stands where it stood", () => {
  const then = renewed(board, "1900-01-01", answers([room(3)]), true);
  const again = renewed(then, null, answers([room(1), room(2)]), true);
  expect(again).toEqual(board);
  expect(goneFrom(then, again)).toBe(1);
});

test("what one did something with on the other day stays, marked as no more", () => {
  const then = renewed(board, "1900-01-01", answers([room(3)]), true);
  const kept = pin(then, id("Room", 3), true);
  expect(marks(renewed(kept, null, answers([room(1), room(2)]), true)).at(-1)).toEqual([id("Room", 3), "NO_MORE"]);
});

test("a view of another day has what was not there then, marked, by what is known of it today", () => {
  const kept = contentOf({ ...board, asOf: "2020-01-01" }, "GRAPH");
  if (!kept) throw new Error("there is a content");
  const known = { ...answers([room(1)]), today: new Map([[id("Room", 2), room(2)]]) };
  expect(marks(renewed(screenOf(kept), "2020-01-01", known, false)).at(-1)).toEqual([id("Room", 2), "NOT_YET"]);
});

test("a saved view is the same screen when it is asked for anew", () => {
  const left = hide(pin(board, id("Room", 2), true, { x: 3.333, y: -1 }), id("Room", 1));
  const kept = contentOf({ ...left, asOf: "2025-05-05" }, "TABLE");
  expect(kept).toMatchObject({ start: building.id, shows: "TABLE", asOf: "2025-05-05" });
  const text = JSON.stringify(kept);
  expect(text).not.toContain("now"); // no facts
  const again = renewed(screenOf(JSON.parse(text)), "2025-05-05", answers([room(1), room(2)]), false);
  expect([...again.nodes.keys()]).toEqual([...left.nodes.keys()]);
  expect(again.edges).toEqual(left.edges);
  expect(again.extents).toEqual(left.extents);
  expect(again.hidden).toEqual(left.hidden);
  expect(again.nodes.get(id("Room", 2))).toMatchObject({ x: 3.33, y: -1, isPinned: true });
});

test("a view brings nothing that it did not hold, and what it lacks can be opened again", () => {
  const kept = contentOf(dropHidden(hide(board, id("Room", 1))), "GRAPH");
  if (!kept) throw new Error("there is a content");
  const again = renewed(screenOf(kept), null, answers([room(1), room(2)]), false);
  expect([...again.nodes.keys()]).toEqual([building.id, id("Room", 2)]);
  expect(again.edges.size).toBe(1);
  expect(again.extents.size).toBe(0);
});

test("no view starts from the licence of a natural person", () => {
  const licence: Facts = { id: id("LandlordLicence", 1), __typename: "LandlordLicence", number: "L-1", landlord: null };
  const screen = start(board, licence);
  expect(forbiddenStart(screen)?.id).toBe(licence.id);
  expect(contentOf(screen, "GRAPH")).toBeNull();
  expect(contentOf(dropHidden(hide(screen, licence.id)), "GRAPH")?.start).toBe(building.id);
  // One that was come to from a room is a thing of a view like others.
  const reached = expand(board, id("Room", 1), { relation: "licences", facts: [licence], total: 1, after: null });
  expect(contentOf(reached, "GRAPH")?.things).toHaveLength(4);
});
