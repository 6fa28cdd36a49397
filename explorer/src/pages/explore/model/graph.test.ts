import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dropHidden,
  dropKind,
  EMPTY,
  expand,
  type Facts,
  hide,
  isFull,
  move,
  pin,
  type Screen,
  start,
  visibleNodes,
} from "./graph.ts";
import { begin, redo, step, undo } from "./history.ts";

const room = (number: number): Facts => ({ id: `room-${number}`, __typename: "Room" });
const building: Facts = { id: "building", __typename: "Building" };
const pages = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }), { maxLength: 6 });

function opened(screen: Screen, numbers: number[], total = 100): Screen {
  return expand(screen, "building", { relation: "rooms", facts: numbers.map(room), total, after: null });
}

test("nodes that are there keep their place when others are added", () => {
  fc.assert(
    fc.property(pages, (added) => {
      let screen = start(EMPTY, building);
      for (const numbers of added) {
        const before = screen;
        screen = opened(screen, numbers);
        for (const node of before.nodes.values())
          expect(screen.nodes.get(node.id)).toMatchObject({ x: node.x, y: node.y });
      }
    }),
  );
});

test("no node covers another", () => {
  fc.assert(
    fc.property(pages, (added) => {
      const screen = added.reduce((held, numbers) => opened(held, numbers), start(EMPTY, building));
      const cells = [...screen.nodes.values()].map((node) => `${Math.round(node.x)},${Math.round(node.y)}`);
      expect(new Set(cells).size).toBe(cells.length);
    }),
  );
});

test("undo brings back the state before each step, redo the one after", () => {
  fc.assert(
    fc.property(pages, (added) => {
      let history = begin(start(EMPTY, building));
      for (const numbers of added) {
        const before = history;
        history = step(history, opened(history.present, numbers));
        expect(undo(history).present).toBe(before.present);
        expect(redo(undo(history))).toEqual(history);
      }
    }),
  );
});

test("an expansion says how many of how many are shown, and shows again what was hidden", () => {
  let screen = opened(start(EMPTY, building), [1, 2], 3);
  expect(screen.extents.get("building rooms")).toEqual({ total: 3, shown: 2, after: null });
  screen = opened(hide(screen, "room-1"), [1, 3], 3);
  expect(visibleNodes(screen).map((node) => node.id)).toEqual(["building", "room-1", "room-2", "room-3"]);
  expect(screen.extents.get("building rooms")?.shown).toBe(3);
});

test("what is dropped leaves room, and can be opened again from its start", () => {
  const screen = dropHidden(hide(opened(start(EMPTY, building), [1, 2], 2), "room-1"));
  expect([...screen.nodes.keys()]).toEqual(["building", "room-2"]);
  expect(screen.extents.size).toBe(0);
});

test("two thousand nodes are the limit", () => {
  const screen = opened(
    start(EMPTY, building),
    Array.from({ length: 1999 }, (_, number) => number),
    3000,
  );
  expect([isFull(screen, 0), isFull(screen, 1)]).toEqual([false, true]);
});

test("a node that is moved is pinned, covers none, and no other moves", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.nat(9), (x, y, number) => {
      const screen = opened(start(EMPTY, building), [...Array(10).keys()]);
      const id = `room-${number}`;
      for (const next of [pin(screen, id, true, { x, y }), move(screen, id, Math.sign(x), x === 0 ? 1 : 0)]) {
        expect(next.nodes.get(id)?.isPinned).toBe(true);
        const cells = [...next.nodes.values()].map((node) => `${Math.round(node.x)},${Math.round(node.y)}`);
        expect(new Set(cells).size).toBe(cells.length);
        for (const node of screen.nodes.values())
          if (node.id !== id) expect(next.nodes.get(node.id)).toMatchObject({ x: node.x, y: node.y });
      }
    }),
  );
  expect(pin(start(EMPTY, building), "building", true, { x: 3.5, y: 2 }).nodes.get("building")).toMatchObject({
    x: 3.5,
    y: 2,
  });
});

test("one kind can be dropped, and what was hidden stays hidden", () => {
  const screen = hide(opened(start(EMPTY, building), [1, 2], 2), "building");
  expect([...dropKind(screen, "Room").nodes.keys()]).toEqual(["building"]);
  expect(visibleNodes(dropKind(screen, "Room"))).toEqual([]);
});
