// How to make room: said from three quarters of the limit on, with counts, and done by one press that undo takes back.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, screen as page, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Speaking } from "../../words/index.tsx";
import type { Board } from "./board.ts";
import { EMPTY, expand, type Facts, filterBy, hide, type Screen, start, visibleNodes } from "./model/graph.ts";
import { isNearlyFull, mostOf } from "./model/narrowing.ts";
import { Narrowing } from "./narrowing.tsx";

const at = (code: string) => ({ adminUnit: { id: code, code } });
const room = (number: number): Facts => ({
  id: `r${number}`,
  __typename: "Room",
  building: { id: "b", address: at(number % 3 === 0 ? "990102001001" : "990101001001") },
});
const finding = (number: number): Facts => ({ id: `f${number}`, __typename: "Finding", foundOn: "2026-01-01" });
const of = (count: number, make: (number: number) => Facts) => [...Array(count).keys()].map(make);

function full(): Screen {
  const landlord = start(EMPTY, { id: "l", __typename: "Landlord" });
  const page = (relation: string, facts: Facts[]) => ({ relation, facts, total: facts.length, after: null });
  return expand(expand(landlord, "l", page("rooms", of(1400, room))), "r1", page("findings", of(100, finding)));
}

function Held({ first, onChange }: { first: Screen; onChange: (screen: Screen) => void }) {
  const [screen, set] = useState(first);
  const change = (next: (held: Screen) => Screen) => {
    onChange(next(screen));
    set(next(screen));
  };
  return <Narrowing board={{ screen, change } as unknown as Board} />;
}

afterEach(cleanup);

test("what there is most of comes first, by kind and by the widest areas that divide it", () => {
  const screen = full();
  expect(isNearlyFull(screen)).toBe(true);
  expect(isNearlyFull(start(EMPTY, room(1)))).toBe(false);
  expect(mostOf(hide(screen, "r0"))).toEqual({
    kinds: [
      { kind: "Room", count: 1400 },
      { kind: "Finding", count: 100 },
      { kind: "Landlord", count: 1 },
    ],
    units: [
      { code: "990101", count: 933 },
      { code: "990102", count: 466 },
    ],
    hidden: 1,
  });
});

test("it is divided further where a filter leaves one district", () => {
  expect(mostOf(filterBy(full(), { unit: "990102" })).units).toEqual([]);
});

test("a press hides, drops or keeps only one area, and the rest is counted anew", async () => {
  let now: Screen = full();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Speaking>
        <Held
          first={now}
          onChange={(next) => {
            now = next;
          }}
        />
      </Speaking>
    </QueryClientProvider>,
  );
  const press = (name: string) => userEvent.click(page.getByRole("button", { name }));
  expect(page.getByRole("status").textContent).toBe("1501 of 2000 things, 1500 of 5000 connections.");
  await press("Finding: 100: Hide");
  expect(page.getByText("On the board and not shown: 100")).toBeTruthy();
  await press("990102: 467: Show only these");
  expect(visibleNodes(now).length).toBe(468);
  await press("Drop what is hidden");
  expect(now.nodes.size).toBe(468);
  expect(page.queryByRole("button", { name: "Room: 467: Drop" })).toBeNull(); // there is room again
});
