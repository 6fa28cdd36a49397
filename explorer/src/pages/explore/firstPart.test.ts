import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useFirst } from "./firstPart.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

test("of a long list the first part is there before the whole, which stays whole in another order", () => {
  const sizes: number[] = [];
  const held = renderHook(
    ({ items }) => {
      const first = useFirst(items, 10);
      sizes.push(first.length);
      return first;
    },
    { initialProps: { items: numbers(25) } },
  );
  const other = numbers(25).reverse();
  held.rerender({ items: other });
  expect(sizes).toEqual([10, 25, 25]);
  expect(held.result.current).toBe(other);
});

test("a short list is there at once, itself", () => {
  const items = numbers(10);
  expect(renderHook(() => useFirst(items, 10)).result.current).toBe(items);
});
