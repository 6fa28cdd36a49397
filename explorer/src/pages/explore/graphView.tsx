// The picture: sigma draws what the model says, where the model says. The list over it is the same for a screen reader
// and for the keyboard; the canvas is for the eye and the mouse.
import Graph from "graphology";
import { type KeyboardEvent, memo, type RefObject, useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import Sigma from "sigma";
import { useShownTheme } from "../../shell/theme.tsx";
import { saveFile } from "../../shell/work.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { SaveFile } from "./exporting.tsx";
import { COLOURS } from "./kinds/colours.ts";
import { nameOf } from "./kinds/names.ts";
import { type GraphNode, hide, move, pin, visibleNodes } from "./model/graph.ts";
import { type Drawn, drawn, drawnAs, neighbours, wholeOf } from "./model/groups.ts";
import { pickByPlace } from "./picking.ts";
import { inView, pngOf } from "./png.ts";
import { useExploreWords } from "./words.ts";

/** The theme is drawn into the picture: another one is another picture. */
export default function GraphView({ board }: { board: Board }) {
  return <Picture key={useShownTheme()} board={board} />;
}

function Picture({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const place = useRef<HTMLDivElement>(null);
  const picture = usePicture(place, board);
  const shown = visibleNodes(board.screen);
  const now = useRef(shown); // a file is made of what is there by then, not of what was when its button was pressed
  now.current = shown;
  return (
    <>
      <div className={styles["tools"]}>
        <Button onPress={() => picture.current?.camera.zoom(1)}>{words.zoomIn}</Button>
        <Button onPress={() => picture.current?.camera.zoom(-1)}>{words.zoomOut}</Button>
        <Button onPress={() => picture.current?.camera.fit(true)}>{words.fitAll}</Button>
        <SaveFile
          label={words.png}
          shown={shown}
          exported={() => {
            const seen = picture.current ? inView(picture.current.sigma) : new Set<string>();
            return now.current.filter((node) => seen.has(node.id));
          }}
          save={async () => {
            if (!picture.current || !place.current) return;
            const behind = getComputedStyle(place.current.parentElement ?? place.current).backgroundColor;
            saveFile("domicile.png", "image/png", await pngOf(picture.current.sigma, behind));
          }}
        />
      </div>
      <div className={styles["picture"]}>
        <div ref={place} className={styles["canvas"]} aria-hidden="true" />
        <Walk board={board} />
      </div>
      <p id="graph-help" className={styles["quiet"]}>
        {words.graphHelp}
      </p>
    </>
  );
}

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
function Walk({ board }: { board: Board }) {
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
      go(ring[(at + (event.key === "ArrowDown" ? 1 : ring.length - 1)) % ring.length]);
    } else if (event.key === "Delete" && selected) board.change((now) => hide(now, ...wholeOf(drawn(now), selected)));
    else if (event.key === "Enter") document.querySelector<HTMLElement>("[data-relationship]")?.focus();
    else return;
    event.preventDefault();
  };
  const at = nodes.findIndex((node) => node.id === selected);
  const focused = nodes[at];
  const [from, to] = around(nodes.length, at);
  const extents = [...screen.extents].filter(([key]) => key.startsWith(`${focused?.id} `));
  const known = extents.reduce((sum, [, extent]) => sum + extent.total, 0);
  const said = (node: GraphNode) => {
    const grouped = picture.sizes.get(node.id) ?? 0;
    const marks = [...(grouped > 0 ? [words.withGrouped(grouped)] : []), ...(node.isPinned ? [words.pinned] : [])];
    return [nameOf(words, language, node.facts), ...marks].join(", ");
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
          {words.focused(words.kinds[focused.kind], said(focused), near.length, Math.max(known, near.length))}
        </div>
      )}
    </>
  );
}

type Camera = { zoom: (steps: number) => void; fit: (isSlow: boolean) => void };
type Held = { sigma: Sigma; camera: Camera };

const FRAME = 8; // half the side of what the camera shows at first, in the model's gaps: it stays, whatever is added
const SIZE = 8;
const GROUPED_SIZE_MAX = 20;
const FIT_MARGIN = 1.25;
const CAMERA_MILLISECONDS = 300;

/** Keeps sigma's picture the same as the model; nothing is laid out here. Gives a hold on what the camera shows. */
function usePicture(place: RefObject<HTMLDivElement | null>, board: Board): RefObject<Held | null> {
  const { words, language } = useExploreWords();
  const { screen, point, change } = board;
  const held = useRef<Held | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const colour = getComputedStyle(place.current).color; // as the theme resolves it
    const sigma = new Sigma(new Graph({ multi: true }), place.current, {
      labelColor: { color: colour },
      zIndex: true,
      allowInvalidContainer: true,
    });
    // A frame of its own, so that the picture isn't scaled anew when something is added or dragged out of it.
    pickByPlace(sigma);
    sigma.setCustomBBox({ x: [-FRAME, FRAME], y: [-FRAME, FRAME] });
    sigma.on("clickNode", ({ node }) => point(node));
    sigma.on("clickStage", () => point(null));
    const stopDragging = dragging(sigma, (id, spot) => change((now) => pin(now, id, true, spot)));
    held.current = { sigma, camera: cameraOf(sigma) };
    return () => {
      held.current = null;
      stopDragging();
      sigma.kill();
    };
  }, [place, point, change]);
  useEffect(() => {
    if (!held.current) return;
    const { sigma, camera } = held.current;
    const isFirst = sigma.getGraph().order === 0;
    const fresh = draw(sigma, drawn(screen), screen.selected, (node) => nameOf(words, language, node.facts));
    if (isFirst || fresh.some((id) => !isInSight(sigma, id))) camera.fit(!isFirst);
  }, [screen, words, language]);
  return held;
}

const AT_ONCE = 100; // from so many new things on another graph is made: sigma counts each change of the one it draws

/** Let `sigma` draw the picture, by changing only what is other than before; answers with the ids that are new. */
function draw(sigma: Sigma, picture: Drawn, chosen: string | null, named: (node: GraphNode) => string): string[] {
  const before = sigma.getGraph();
  const fresh = picture.nodes.flatMap((node) => (before.hasNode(node.id) ? [] : [node.id]));
  const joins = picture.edges.filter((edge) => !before.hasEdge(edge.id)).length;
  const gone = before.order - (picture.nodes.length - fresh.length);
  const isLarge = fresh.length + joins + gone > AT_ONCE;
  const graph = isLarge ? new Graph({ multi: true }) : before;
  keepSame(graph, picture, chosen, named);
  if (isLarge) sigma.setGraph(graph);
  return fresh;
}

function keepSame(graph: Graph, picture: Drawn, chosen: string | null, named: (node: GraphNode) => string): void {
  const { nodes, edges, sizes } = picture;
  const seen = new Set(nodes.map((node) => node.id));
  const linked = new Set(edges.map((edge) => edge.id));
  const selected = drawnAs(picture, chosen);
  graph.forEachEdge((edge) => void (linked.has(edge) || graph.dropEdge(edge)));
  graph.forEachNode((node) => void (seen.has(node) || graph.dropNode(node)));
  for (const node of nodes) {
    const grouped = sizes.get(node.id) ?? 0;
    const own = Math.min(GROUPED_SIZE_MAX, SIZE + Math.sqrt(grouped) * 2);
    const size = node.id === selected ? own + 6 : own;
    const label = `${node.isPinned ? PINNED : ""}${named(node)}${grouped > 0 ? ` +${grouped}` : ""}`;
    const wanted = { x: node.x, y: node.y, color: COLOURS[node.kind], label, size };
    if (!graph.hasNode(node.id)) graph.addNode(node.id, wanted);
    else if (!isSame(graph.getNodeAttributes(node.id), wanted)) graph.mergeNodeAttributes(node.id, wanted);
  }
  for (const edge of edges)
    if (!graph.hasEdge(edge.id)) graph.addEdgeWithKey(edge.id, edge.from, edge.to, { color: "#8a9995" });
}

function isSame(held: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([key, value]) => held[key] === value);
}

const PINNED = "⚲ ";

function isInSight(sigma: Sigma, id: string): boolean {
  const { x, y } = sigma.graphToViewport(sigma.getGraph().getNodeAttributes(id) as { x: number; y: number });
  const { width, height } = sigma.getDimensions();
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

function cameraOf(sigma: Sigma): Camera {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const duration = isStill ? 0 : CAMERA_MILLISECONDS;
  const go = (state: { x?: number; y?: number; ratio: number }, isSlow: boolean) => {
    const moved = sigma.getCamera();
    if (isSlow && duration > 0) void moved.animate(state, { duration });
    else moved.setState(state);
  };
  return {
    zoom: (steps) => go({ ratio: sigma.getCamera().ratio / 1.5 ** steps }, true),
    fit: (isSlow) => {
      const spots = sigma.getGraph().mapNodes((_, { x, y }) => ({ x: x as number, y: y as number }));
      if (spots.length === 0) return;
      const side = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
      const [west, east] = side(spots.map((spot) => spot.x));
      const [south, north] = side(spots.map((spot) => spot.y));
      const { width, height } = sigma.getDimensions();
      const shorter = Math.min(width, height);
      const needed = Math.max(((east - west) * shorter) / width, ((north - south) * shorter) / height);
      // The camera counts in the frame: 0.5 is its middle, 1 its side.
      const framed = (value: number) => 0.5 + value / (2 * FRAME);
      const ratio = Math.max(1, (needed * FIT_MARGIN) / (2 * FRAME));
      go({ x: framed((west + east) / 2), y: framed((south + north) / 2), ratio }, isSlow);
    },
  };
}

/** Dragging a node by mouse or finger; `onDrop` where it is let go, if it was moved. Answers with how to end it. */
function dragging(sigma: Sigma, onDrop: (id: string, spot: { x: number; y: number }) => void) {
  let held: string | null = null;
  let spot: { x: number; y: number } | null = null;
  const start = ({ node, preventSigmaDefault }: { node: string; preventSigmaDefault: () => void }) => {
    held = node;
    spot = null;
    preventSigmaDefault(); // else the picture moves with it
  };
  const drag = ({ event }: { event: { x: number; y: number } }) => {
    if (held === null) return;
    spot = sigma.viewportToGraph(event);
    sigma.getGraph().mergeNodeAttributes(held, spot);
  };
  const drop = () => {
    if (held !== null && spot !== null) onDrop(held, spot);
    held = null;
    spot = null;
  };
  sigma.on("downNode", start);
  sigma.on("moveBody", (payload) => {
    if (held === null) return;
    drag(payload);
    payload.preventSigmaDefault();
  });
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);
  document.addEventListener("pointerup", drop); // let go outside of the canvas
  return () => document.removeEventListener("pointerup", drop);
}
