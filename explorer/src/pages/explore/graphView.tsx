// The picture: sigma draws what the model says, where the model says. The list over it is the same for a screen reader
// and for the keyboard; the canvas is for the eye and the mouse.
import Graph from "graphology";
import { type RefObject, useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import Sigma from "sigma";
import { useShownTheme } from "../../shell/theme.tsx";
import { saveFile } from "../../shell/work.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { SaveFile } from "./exporting.tsx";
import { COLOURS } from "./kinds/colours.ts";
import { calledOn } from "./kinds/names.ts";
import { type GraphNode, pin, visibleNodes } from "./model/graph.ts";
import { type Drawn, drawn, drawnAs } from "./model/groups.ts";
import { pickByPlace } from "./picking.ts";
import { inView, pngOf } from "./png.ts";
import { Walk } from "./walk.tsx";
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
    const fresh = draw(sigma, drawn(screen), screen.selected, (node) => calledOn(words, language, node));
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
    const wanted = { x: node.x, y: node.y, color: node.absence === null ? COLOURS[node.kind] : ABSENT, label, size };
    if (!graph.hasNode(node.id)) graph.addNode(node.id, wanted);
    else if (!isSame(graph.getNodeAttributes(node.id), wanted)) graph.mergeNodeAttributes(node.id, wanted);
  }
  for (const edge of edges)
    if (!graph.hasEdge(edge.id)) graph.addEdgeWithKey(edge.id, edge.from, edge.to, { color: "#8a9995" });
}

function isSame(held: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([key, value]) => held[key] === value);
}

const ABSENT = "#9aa5a2"; // what was not there on the day that is shown; its name says so, too
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
