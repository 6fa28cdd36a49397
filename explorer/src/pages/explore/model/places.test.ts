import { expect, test } from "vitest";
import type { Facts } from "./graph.ts";
import { boundsOf, isWithin, placesOf, spotOf, unitOf } from "./places.ts";

const address = {
  id: "a",
  point: { type: "Point", coordinates: [116.9, 20.2] },
  adminUnit: { id: "u", code: "990103" },
};
const building = { id: "b", __typename: "Building", address } as Facts;
const room = { id: "r", __typename: "Room", building: { id: "b", address } } as Facts;
const landlord = { id: "l", __typename: "Landlord", organisation: { id: "o" } } as Facts;
const home = {
  id: "w",
  __typename: "Workplace",
  isHome: true,
  address: null,
  adminUnit: { code: "990103001" },
} as Facts;

test("what stands at an address is where the address is, a firm is nowhere", () => {
  expect([{ ...address, __typename: "Address" } as Facts, building, room].map(spotOf)).toEqual([
    [116.9, 20.2],
    [116.9, 20.2],
    [116.9, 20.2],
  ]);
  expect([spotOf(landlord), spotOf(home)]).toEqual([null, null]);
});

test("a workplace that is a home has its community and no point", () => {
  expect([building, room, home, landlord].map(unitOf)).toEqual(["990103", "990103", "990103001", null]);
  expect(unitOf({ id: "u", __typename: "AdminUnit", code: "99" })).toBe("99");
});

test("a building and its rooms are one place", () => {
  const places = placesOf([building, landlord, room].map((facts) => ({ facts })));
  expect(places.map((place) => place.things.map(({ facts }) => facts.id))).toEqual([["b", "r"]]);
});

test("a box holds the points from which it was made", () => {
  const box = boundsOf([
    [3, 4],
    [1, 9],
  ]);
  expect(box).toEqual([1, 4, 3, 9]);
  expect(box && [isWithin([2, 5], box), isWithin([0, 5], box)]).toEqual([true, false]);
  expect(boundsOf([])).toBeNull();
});
