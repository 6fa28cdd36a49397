// The list over the picture: of a large board the page holds a part around what is in focus, and each says its place in all.
import { cleanup, screen as page, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Speaking } from "../../words/index.tsx";
import type { Board } from "./board.ts";
import { EMPTY, expand, type Facts, type Screen, select, start } from "./model/graph.ts";
import { Walk } from "./walk.tsx";

const licence = (number: number): Facts => ({ id: `l${number}`, __typename: "LandlordLicence", number: `L-${number}` });
const landlord: Facts = { id: "landlord", __typename: "Landlord" };
const full = expand(start(EMPTY, landlord), "landlord", {
  relation: "licences",
  facts: [...Array(1999).keys()].map(licence),
  total: 1999,
  after: null,
});

function Walking({ at }: { at: Screen }) {
  const [screen, setScreen] = useState(at);
  const board = { screen, point: (id: string | null) => setScreen((now) => select(now, id)) } as unknown as Board;
  return (
    <Speaking>
      <Walk board={board} />
    </Speaking>
  );
}

const places = () => page.getAllByRole("option").map((option) => Number(option.getAttribute("aria-posinset")));
const focused = () => document.getElementById(page.getByRole("listbox").getAttribute("aria-activedescendant") ?? "");

afterEach(cleanup);

test("two thousand nodes are two hundred options, which say that there are two thousand", async () => {
  render(<Walking at={full} />);
  expect(places()).toEqual([...Array(200).keys()].map((place) => place + 1));
  expect(new Set(page.getAllByRole("option").map((option) => option.getAttribute("aria-setsize")))).toEqual(
    new Set(["2000"]),
  );
});

test("the option in focus is in the page wherever it stands, with those before and behind it", async () => {
  const held = render(<Walking at={full} />);
  page.getByRole("listbox").focus();
  await userEvent.keyboard("{ArrowUp}");
  expect(focused()?.getAttribute("aria-posinset")).toBe("2000");
  expect([places().at(0), places().at(-1)]).toEqual([1801, 2000]);
  await userEvent.keyboard("{ArrowDown}");
  expect(focused()?.getAttribute("aria-posinset")).toBe("1");
  held.unmount();
  render(<Walking at={select(full, "l1849")} />);
  page.getByRole("listbox").focus();
  await userEvent.keyboard("{ArrowUp}");
  expect(focused()?.getAttribute("aria-posinset")).toBe("1850");
  expect(focused()?.getAttribute("aria-selected")).toBe("true");
  expect([places().at(0), places().at(-1)]).toEqual([1750, 1949]);
});

test("a small board is there whole", () => {
  const facts = [licence(1), licence(2)];
  render(
    <Walking at={expand(start(EMPTY, landlord), "landlord", { relation: "licences", facts, total: 2, after: null })} />,
  );
  expect(places()).toEqual([1, 2, 3]);
});
