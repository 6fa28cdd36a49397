// The picture: sigma draws what the model says, where the model says. The list beside it is the same for a screen reader
// and for the keyboard; the canvas is for the eye and the mouse.
import Graph from "graphology";
import { type KeyboardEvent, useEffect, useRef } from "react";
import Sigma from "sigma";
import { saveFile } from "../../shell/work.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { SaveFile } from "./exporting.tsx";
import { COLOURS } from "./kinds/colours.ts";
import { nameOf } from "./kinds/names.ts";
import { hide, neighbours, visibleEdges, visibleNodes } from "./model/graph.ts";
import { inView, pngOf } from "./png.ts";
import { useExploreWords } from "./words.ts";

export default function GraphView({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const place = useRef<HTMLDivElement>(null);
  const drawn = usePicture(place, board);
  const shown = visibleNodes(board.screen);
  const now = useRef(shown); // a file is made of what is there by then, not of what was when its button was pressed
  now.current = shown;
  return (
    <>
      <p id="graph-help" className={styles["quiet"]}>
        {words.graphHelp}
      </p>
      <div className={styles["tools"]}>
        <SaveFile
          label={words.png}
          shown={shown}
          exported={() => {
            const seen = drawn.current ? inView(drawn.current.sigma) : new Set<string>();
            return now.current.filter((node) => seen.has(node.id));
          }}
          save={async () => {
            if (!drawn.current || !place.current) return;
            const behind = getComputedStyle(place.current.parentElement ?? place.current).backgroundColor;
            saveFile("domicile.png", "image/png", await pngOf(drawn.current.sigma, behind));
          }}
        />
      </div>
      <div className={styles["picture"]}>
        <div ref={place} className={styles["canvas"]} aria-hidden="true" />
        <Walk board={board} />
      </div>
    </>
  );
}

/** The nodes as a list to walk: arrow keys go along the relationships of the one in focus. */
function Walk({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const { screen } = board;
  const nodes = visibleNodes(screen);
  const near = screen.selected ? neighbours(screen, screen.selected) : [];
  const trail = useRef<string[]>([]);
  const turn = useRef(0);
  const go = (id: string | undefined) => id && board.point(id);
  const walk = (event: KeyboardEvent) => {
    const { selected } = screen;
    const last = trail.current.at(-1);
    if (event.key === "ArrowRight" && near[0]) {
      if (selected) trail.current.push(selected);
      turn.current = 0;
      go(near.find(({ node }) => node.id !== last)?.node.id ?? near[0].node.id);
    } else if (event.key === "ArrowLeft") go(trail.current.pop());
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // Down and up turn around the node that one came from; without one, through all in the order in which they came.
      const ring = last ? neighbours(screen, last).map(({ node }) => node.id) : nodes.map((node) => node.id);
      const at = ring.indexOf(selected ?? "");
      go(ring[(at + (event.key === "ArrowDown" ? 1 : ring.length - 1)) % ring.length]);
    } else if (event.key === "Delete" && selected) board.change((now) => hide(now, selected));
    else if (event.key === "Enter") document.querySelector<HTMLElement>("[data-relationship]")?.focus();
    else return;
    event.preventDefault();
  };
  const focused = screen.selected ? screen.nodes.get(screen.selected) : undefined;
  const extents = [...screen.extents].filter(([key]) => key.startsWith(`${focused?.id} `));
  const known = extents.reduce((sum, [, extent]) => sum + extent.total, 0);
  const isMarked = focused ? nodes.includes(focused) : false;
  return (
    <>
      <div
        role="listbox"
        tabIndex={0}
        aria-label={words.graphLabel}
        aria-describedby="graph-help"
        aria-activedescendant={isMarked && focused ? `node-${focused.id}` : undefined}
        className={styles["walk"]}
        onKeyDown={walk}
      >
        {nodes.map((node) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
          <div
            key={node.id}
            id={`node-${node.id}`}
            role="option"
            aria-selected={node.id === screen.selected}
            className="visually-hidden"
          >
            {`${words.kinds[node.kind]} ${nameOf(words, language, node.facts)}`}
          </div>
        ))}
      </div>
      {focused && (
        <div className={styles["where"]} aria-live="polite">
          {words.focused(
            words.kinds[focused.kind],
            nameOf(words, language, focused.facts),
            near.length,
            Math.max(known, near.length),
          )}
        </div>
      )}
    </>
  );
}

/** Keeps sigma's picture the same as the model; nothing is laid out here. */
function usePicture(place: React.RefObject<HTMLDivElement | null>, board: Board) {
  const { words, language } = useExploreWords();
  const { screen, point } = board;
  const drawn = useRef<{ graph: Graph; sigma: Sigma } | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const graph = new Graph({ multi: true });
    const colour = getComputedStyle(place.current).color; // as the theme resolves it
    const sigma = new Sigma(graph, place.current, {
      labelColor: { color: colour },
      zIndex: true,
      allowInvalidContainer: true,
    });
    sigma.on("clickNode", ({ node }) => point(node));
    sigma.on("clickStage", () => point(null));
    drawn.current = { graph, sigma };
    return () => {
      drawn.current = null;
      sigma.kill();
    };
  }, [place, point]);
  useEffect(() => {
    const held = drawn.current;
    if (!held) return;
    const { graph } = held;
    const nodes = visibleNodes(screen);
    const edges = visibleEdges(screen);
    const seen = new Set(nodes.map((node) => node.id));
    const linked = new Set(edges.map((edge) => edge.id));
    graph.forEachEdge((edge) => void (linked.has(edge) || graph.dropEdge(edge)));
    graph.forEachNode((node) => void (seen.has(node) || graph.dropNode(node)));
    for (const node of nodes)
      graph.mergeNode(node.id, {
        x: node.x,
        y: node.y,
        size: node.id === screen.selected ? 14 : 8,
        color: COLOURS[node.kind],
        label: nameOf(words, language, node.facts),
      });
    for (const edge of edges)
      if (!graph.hasEdge(edge.id)) graph.addEdgeWithKey(edge.id, edge.from, edge.to, { color: "#8a9995" });
    held.sigma.refresh();
  }, [screen, words, language]);
  return drawn;
}
