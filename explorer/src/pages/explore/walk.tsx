// The picture as a list: for a screen reader and for the keyboard the same as the canvas is for the eye and the mouse.
import { type KeyboardEvent, memo, useRef } from "react";
import { series } from "../../words/format.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { calledOn } from "./kinds/names.ts";
import { type GraphNode, hide, move } from "./model/graph.ts";
import { drawn, drawnAs, neighbours, wholeOf } from "./model/groups.ts";
import { useExploreWords } from "./words.ts";

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const OPTIONS_MAX = 200; // in the page at once: each is an element of the page and of the accessibility tree

/** The part of a long list around a place in it. */
function around(length: number, place: number): [number, number] {
  const from = Math.max(0, Math.min(place - OPTIONS_MAX / 2, length - OPTIONS_MAX));
  return [from, Math.min(length, from + OPTIONS_MAX)];
}

type OptionProps = { id: string; said: string; isSelected: boolean; place: number; of: number };

/** A node in the list; it says its place in the whole of it. */
const Option = memo(({ id, said, isSelected, place, of }: OptionProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
  <div
    id={`node-${id}`}
    role="option"
    aria-selected={isSelected}
    aria-posinset={place}
    aria-setsize={of}
    className="visually-hidden"
  >
    {said}
  </div>
));

/** The nodes as a list to walk: arrow keys go along the relationships of the one in focus. */
export function Walk({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const { screen } = board;
  const picture = drawn(screen);
  const { nodes } = picture;
  const selected = drawnAs(picture, screen.selected);
  const near = selected ? neighbours(picture, selected) : [];
  const trail = useRef<string[]>([]);
  const go = (id: string | undefined) => id && board.point(id);
  const walk = (event: KeyboardEvent) => {
    const last = trail.current.at(-1);
    const way = WAYS[event.key];
    if (event.shiftKey && way) {
      if (selected) board.change((now) => move(now, selected, ...way));
    } else if (event.key === "ArrowRight" && near[0]) {
      if (selected) trail.current.push(selected);
      go(near.find((id) => id !== last) ?? near[0]);
    } else if (event.key === "ArrowLeft") go(trail.current.pop());
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // Down and up turn around the node that one came from; without one, through all in the order in which they came.
      const ring = last ? neighbours(picture, last) : nodes.map((node) => node.id);
      const at = ring.indexOf(selected ?? "");
      go(event.key === "ArrowDown" ? (ring[at + 1] ?? ring[0]) : (ring[at - 1] ?? ring.at(-1)));
    } else if (event.key === "Delete" && selected) board.change((now) => hide(now, ...wholeOf(drawn(now), selected)));
    else if (event.key === "Enter") document.querySelector<HTMLElement>("[data-relationship]")?.focus();
    else return;
    event.preventDefault();
  };
  const at = nodes.findIndex((node) => node.id === selected);
  const focused = nodes[at];
  const [from, to] = around(nodes.length, at);
  const said = (node: GraphNode) => {
    const grouped = picture.sizes.get(node.id) ?? 0;
    const marks = [...(grouped > 0 ? [words.withGrouped(grouped)] : []), ...(node.isPinned ? [words.pinned] : [])];
    return series(language, [calledOn(words, language, node), ...marks]);
  };
  return (
    <>
      <div
        role="listbox"
        tabIndex={0}
        aria-label={words.graphLabel}
        aria-describedby="graph-help"
        aria-activedescendant={focused ? `node-${focused.id}` : undefined}
        className={styles["walk"]}
        onKeyDown={walk}
      >
        {nodes.slice(from, to).map((node, place) => (
          <Option
            key={node.id}
            id={node.id}
            said={`${words.kinds[node.kind]} ${said(node)}`}
            isSelected={node.id === selected}
            place={from + place + 1}
            of={nodes.length}
          />
        ))}
      </div>
      {focused && (
        <div className={styles["where"]} aria-live="polite">
          {words.focused(words.kinds[focused.kind], said(focused), near.length)}
        </div>
      )}
    </>
  );
}
