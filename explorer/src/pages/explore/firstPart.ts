// Long lists come into the page in two steps: the first part at once, the rest in the background, where React stops for
// whatever else there is to do. So none holds the page up.
import { startTransition, useEffect, useMemo, useState } from "react";

/** The first `count` of `items`, then all. Once all were there, another order shows them at once. */
export function useFirst<Item>(items: readonly Item[], count: number): readonly Item[] {
  const [isWhole, setWhole] = useState(items.length <= count);
  useEffect(() => {
    if (!isWhole) startTransition(() => setWhole(true));
  }, [isWhole]);
  return useMemo(() => (isWhole ? items : items.slice(0, count)), [isWhole, items, count]);
}
