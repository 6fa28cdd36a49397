// The city's units as the hub has them: GeoJSON with a code, a level and the names of each. A home may have none.
import { useQuery } from "@tanstack/react-query";
import { type Bounds, boundsOf, type Spot } from "../model/places.ts";

export type Outline = {
  type: "Feature";
  properties: { code: string; level: string; name: string; latinName: string | null };
  geometry: { type: "MultiPolygon"; coordinates: number[][][][] } | { type: "Polygon"; coordinates: number[][][] };
};
export type Outlines = { type: "FeatureCollection"; features: Outline[] };

export const NO_OUTLINES: Outlines = { type: "FeatureCollection", features: [] };

/** Asked for once while the page is open. */
export function useOutlines() {
  return useQuery({ queryKey: ["explore", "outlines"], queryFn: ({ signal }) => fetched(signal), staleTime: Infinity });
}

async function fetched(signal: AbortSignal): Promise<Outlines> {
  const response = await fetch("/outlines.geojson", { signal });
  if (!response.ok) throw new Error(`the outlines were not answered: ${response.status}`);
  return (await response.json()) as Outlines;
}

export function outlineBounds({ geometry }: Outline): Bounds | null {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return boundsOf(polygons.flat(2) as unknown as Spot[]);
}
