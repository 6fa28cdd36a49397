// MapLibre's part: outlines, places and names, drawn from data that are here; it asks no other machine for anything.

import type { FeatureCollection } from "geojson";
import {
  type ExpressionSpecification,
  type GeoJSONSource,
  type LayerSpecification,
  MapLibreMap,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import styles from "../explore.module.css";
import { COLOURS } from "../kinds/colours.ts";
import type { NodeKind } from "../model/graph.ts";
import type { Bounds, Place, Spot } from "../model/places.ts";
import type { Absence } from "../model/then.ts";
import { blobOf } from "../png.ts";
import { NO_OUTLINES, type Outlines, outlineBounds } from "./outlines.ts";

setWorkerUrl(workerUrl); // a file of the hub's own: `worker-src 'self'`

export type Drawn = { id: string; kind: NodeKind; absence: Absence | null };
export type Dots = { board: readonly Place<Drawn>[]; found: readonly Place<Drawn>[]; selected: string | null };
export type Touch = { ids: string[]; isOnBoard: boolean };
export type Picture = ReturnType<typeof drawMap>;

const TOUCH_PIXELS = 8;
const NAME_PIXELS_MIN = 120; // narrower or lower, and names of neighbours would touch
const FIT = { padding: 40, maxZoom: 17 };

/** A map in `place`, with `names` over it. Tells of a click on things, on units (by their codes), and of what is in sight. */
export function drawMap(
  place: HTMLElement,
  names: HTMLElement,
  texts: Record<string, string>,
  on: { touch: (touch: Touch) => void; units: (codes: string[]) => void; move: (bounds: Bounds) => void },
) {
  const map = new MapLibreMap({
    container: place,
    style: { version: 8, sources: sources(), layers: layers(place) },
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    maxPitch: 0,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches, // one finger scrolls the page
    locale: texts,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  let labels: Label[] = [];
  let isHeld = false; // until then what is drawn is the empty map
  const still = (isStill: boolean) => {
    if (isStill && isHeld) place.dataset["still"] = "";
    else delete place.dataset["still"];
  };
  map.on("movestart", () => still(false));
  map.on("dataloading", () => still(false));
  map.on("idle", () => still(true)); // nothing moves, and all that is known is drawn
  const inSight = (): Bounds => {
    const bounds = map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  };
  map.on("move", () => placeNames(map, labels));
  map.on("moveend", () => on.move(inSight()));
  map.on("click", ({ point: { x, y } }) => {
    const box: [[number, number], [number, number]] = [
      [x - TOUCH_PIXELS, y - TOUCH_PIXELS],
      [x + TOUCH_PIXELS, y + TOUCH_PIXELS],
    ];
    const touched = map.queryRenderedFeatures(box, { layers: ["board", "found"] })[0];
    if (touched) {
      const ids = JSON.parse(touched.properties["ids"] as string) as string[];
      on.touch({ ids, isOnBoard: touched.layer.id === "board" });
      return;
    }
    const units = map.queryRenderedFeatures([x, y], { layers: ["units"] });
    if (units.length > 0) on.units(units.map((feature) => String(feature.properties["code"])));
  });
  const ready = new Promise<void>((resolve) => map.once("load", () => resolve()));
  const put = (source: string, data: FeatureCollection) =>
    void ready.then(() => map.getSource<GeoJSONSource>(source)?.setData(data));
  return {
    ready,
    outlines: (outlines: Outlines, nameOf: (properties: Outlines["features"][number]["properties"]) => string) => {
      put("units", outlines);
      labels = writeNames(names, outlines, nameOf);
      placeNames(map, labels);
    },
    dots: ({ board, found, selected }: Dots) => {
      isHeld = true;
      put("board", features(board, selected));
      put("found", features(found, null));
    },
    fit: (bounds: Bounds, isSlow = true) =>
      map.fitBounds([...bounds] as [number, number, number, number], { ...FIT, animate: isSlow }),
    show: (spot: Spot) => {
      const { x, y } = map.project([...spot]);
      const { clientWidth, clientHeight } = place;
      if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) map.panTo([...spot]);
    },
    zoom: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: 200 }),
    inSight,
    /** A PNG of what the map shows now, with its names. */
    png: () => {
      map.redraw(); // WebGL's canvas can be read in the task in which it was drawn, and is empty afterwards
      return blobOf(copied(map.getCanvas(), place, names, labels));
    },
    remove: () => {
      names.replaceChildren();
      map.remove();
    },
  };
}

function features(places: readonly Place<Drawn>[], selected: string | null): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: places.map(({ spot, things }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [...spot] },
      properties: {
        ids: JSON.stringify(things.map((thing) => thing.id)),
        kind: kindOf(things, selected),
        count: things.length,
        isSelected: things.some((thing) => thing.id === selected),
      },
    })),
  };
}

/** The kind by whose colour a place is drawn; none where all of it was not there that day. */
function kindOf(things: readonly Drawn[], selected: string | null): NodeKind | "ABSENT" {
  const there = things.filter((thing) => thing.absence === null);
  return (there.find((thing) => thing.id === selected) ?? there[0])?.kind ?? "ABSENT";
}

function sources() {
  const source = { type: "geojson", data: NO_OUTLINES } as const;
  return { units: source, board: source, found: source };
}

function layers(place: HTMLElement): LayerSpecification[] {
  const colour = (name: string) => resolved(place, name);
  const kind: ExpressionSpecification = [
    "match",
    ["get", "kind"],
    ...Object.entries(COLOURS).flat(),
    "#808080",
  ] as never;
  const level = (district: number, street: number, community: number): ExpressionSpecification =>
    ["match", ["get", "level"], "DISTRICT", district, "STREET", street, community] as never;
  return [
    { id: "ground", type: "background", paint: { "background-color": colour("--page") } },
    { id: "units", type: "fill", source: "units", paint: { "fill-color": colour("--raised"), "fill-opacity": 0.6 } },
    {
      id: "edges",
      type: "line",
      source: "units",
      paint: { "line-color": colour("--line"), "line-width": level(3, 1.5, 0.6) },
    },
    {
      id: "found",
      type: "circle",
      source: "found",
      paint: {
        "circle-radius": 5,
        "circle-color": colour("--raised"),
        "circle-stroke-width": 2,
        "circle-stroke-color": kind,
      },
    },
    {
      id: "board",
      type: "circle",
      source: "board",
      paint: {
        // Many things at one place have a larger dot: its area grows with their number.
        "circle-radius": ["+", 6, ["min", 10, ["sqrt", ["-", ["get", "count"], 1]]]],
        "circle-color": kind,
        "circle-stroke-width": ["case", ["get", "isSelected"], 5, 1],
        "circle-stroke-color": ["case", ["get", "isSelected"], colour("--accent"), colour("--raised")],
      },
    },
  ];
}

/** A colour of the palette as the theme resolves it. */
function resolved(place: HTMLElement, name: string): string {
  const probe = place.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

type Label = { element: HTMLElement; code: string; bounds: Bounds; middle: Spot };

function writeNames(
  names: HTMLElement,
  outlines: Outlines,
  nameOf: (properties: Outlines["features"][number]["properties"]) => string,
): Label[] {
  const labels = outlines.features.flatMap((outline) => {
    const bounds = outlineBounds(outline);
    if (!bounds) return [];
    const element = document.createElement("span");
    element.className = styles["name"] ?? "";
    element.textContent = nameOf(outline.properties);
    const [west, south, east, north] = bounds;
    const middle: Spot = [(west + east) / 2, (south + north) / 2];
    return [{ element, code: outline.properties.code, bounds, middle }];
  });
  names.replaceChildren(...labels.map((label) => label.element));
  return labels;
}

/** The drawn map with the names that are shown, as they stand over it. */
function copied(map: HTMLCanvasElement, place: HTMLElement, names: HTMLElement, labels: readonly Label[]) {
  const canvas = document.createElement("canvas");
  canvas.width = map.width;
  canvas.height = map.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("there is no canvas to draw on");
  context.drawImage(map, 0, 0);
  const { left, top, width } = place.getBoundingClientRect();
  const { fontSize, fontFamily } = getComputedStyle(names);
  context.scale(map.width / width, map.width / width);
  context.font = `${fontSize} ${fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = resolved(place, "--page");
  context.fillStyle = resolved(place, "--quiet");
  for (const { element } of labels) {
    if (element.hidden) continue;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2 - left, box.top + box.height / 2 - top];
    context.strokeText(element.textContent ?? "", x, y);
    context.fillText(element.textContent ?? "", x, y);
  }
  return canvas;
}

/** The names of the narrowest level whose units are large enough for them; positions through the CSSOM, as the policy allows. */
function placeNames(map: MapLibreMap, labels: readonly Label[]) {
  const size = ({ bounds: [west, south, east, north] }: Label) => {
    const [from, to] = [map.project([west, north]), map.project([east, south])];
    return Math.min(to.x - from.x, to.y - from.y);
  };
  const lengths = [...new Set(labels.map((label) => label.code.length))].sort((one, other) => one - other);
  const shown = lengths.findLast((length) =>
    labels.every((label) => label.code.length !== length || size(label) >= NAME_PIXELS_MIN),
  );
  for (const { element, code, middle } of labels) {
    element.hidden = code.length !== (shown ?? lengths[0]);
    if (element.hidden) continue;
    const { x, y } = map.project([...middle]);
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -50%)`;
  }
}
