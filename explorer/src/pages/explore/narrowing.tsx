// How to make room, said before the screen is full: what there is most of, by kind and by area, each to be hidden or dropped.
import { Button } from "react-aria-components";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { useUnitName } from "./map/area.tsx";
import { dropHidden, dropKind, EDGES_MAX, filterBy, NODES_MAX, toggleKind } from "./model/graph.ts";
import { groupBy } from "./model/groups.ts";
import { isNearlyFull, mostOf } from "./model/narrowing.ts";
import { useExploreWords } from "./words.ts";

export function Narrowing({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const unitName = useUnitName();
  const { screen, change } = board;
  if (!isNearlyFull(screen)) return null;
  const { kinds, units, hidden } = mostOf(screen);
  return (
    <section aria-labelledby="narrowing" className={styles["narrowing"]}>
      <h2 id="narrowing">{words.nearlyFull}</h2>
      <p role="status">{words.fullness(screen.nodes.size, NODES_MAX, screen.edges.size, EDGES_MAX)}</p>
      <p>{words.makeRoom}</p>
      <ul className={styles["relationships"]}>
        {hidden > 0 && (
          <li>
            <span>{words.notShown(hidden)}</span>
            <Button onPress={() => change(dropHidden)}>{words.dropHidden}</Button>
          </li>
        )}
        {kinds.map(({ kind, count }) => {
          const name = words.counted(words.kinds[kind], count);
          return (
            <li key={kind}>
              <span>{name}</span>
              <span>
                <Button
                  aria-label={`${name}: ${screen.hiddenKinds.has(kind) ? words.showKind : words.hide}`}
                  onPress={() => change((now) => toggleKind(now, kind))}
                >
                  {screen.hiddenKinds.has(kind) ? words.showKind : words.hide}
                </Button>{" "}
                <Button aria-label={`${name}: ${words.drop}`} onPress={() => change((now) => dropKind(now, kind))}>
                  {words.drop}
                </Button>
              </span>
            </li>
          );
        })}
        {units.map(({ code, count }) => {
          const name = words.counted(unitName(code), count);
          return (
            <li key={code}>
              <span>{name}</span>
              <Button
                aria-label={`${name}: ${words.onlyThese}`}
                onPress={() => change((now) => filterBy(now, { unit: code }))}
              >
                {words.onlyThese}
              </Button>
            </li>
          );
        })}
        {screen.groupBy === "NONE" && (
          <li>
            <span>{words.groupHelp}</span>
            <Button onPress={() => change((now) => groupBy(now, "BUILDING"))}>{words.groups.BUILDING}</Button>
          </li>
        )}
      </ul>
    </section>
  );
}
