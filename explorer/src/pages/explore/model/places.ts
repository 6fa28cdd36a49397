// Where things are: the point of what has one, and things at the same point as one place. Nothing here knows a map.
import type { Facts } from "./graph.ts";

/** Longitude and latitude in degrees. */
export type Spot = readonly [number, number];
/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

export type Place<Thing> = { key: string; spot: Spot; things: Thing[] };

type Located = {
  point?: { coordinates?: number[] } | null;
  address?: Located | null;
  building?: Located | null;
  adminUnit?: { code?: string } | null;
};

/** The point of an address, of what stands at one, or of a room's building; null for what has no place. */
export function spotOf(facts: Facts): Spot | null {
  const [longitude, latitude] = located(facts)?.point?.coordinates ?? [];
  return longitude === undefined || latitude === undefined ? null : [longitude, latitude];
}

/** The code of the unit in which something lies; of an area its own. Null for what has no place. */
export function unitOf(facts: Facts): string | null {
  if (facts.__typename === "AdminUnit") return String(facts["code"]);
  return located(facts)?.adminUnit?.code ?? (facts as Located).adminUnit?.code ?? null;
}

/** Things at one point are one place, in the order in which they came. */
export function placesOf<Thing extends { facts: Facts }>(things: readonly Thing[]): Place<Thing>[] {
  const places = new Map<string, Place<Thing>>();
  for (const thing of things) {
    const spot = spotOf(thing.facts);
    if (!spot) continue;
    const key = spot.join(",");
    const place = places.get(key);
    if (place) place.things.push(thing);
    else places.set(key, { key, spot, things: [thing] });
  }
  return [...places.values()];
}

/** The smallest box around some points, null around none. */
export function boundsOf(spots: readonly Spot[]): Bounds | null {
  if (spots.length === 0) return null;
  const east = spots.map(([longitude]) => longitude);
  const north = spots.map(([, latitude]) => latitude);
  const least = (values: number[]) => values.reduce((one, other) => Math.min(one, other));
  const most = (values: number[]) => values.reduce((one, other) => Math.max(one, other));
  return [least(east), least(north), most(east), most(north)];
}

export function isWithin([longitude, latitude]: Spot, [west, south, east, north]: Bounds): boolean {
  return west <= longitude && longitude <= east && south <= latitude && latitude <= north;
}

/** The part of an answer that has the point. */
function located(facts: Facts): Located | null {
  const held = facts as Located;
  if (facts.__typename === "Address") return held;
  return held.address ?? held.building?.address ?? null;
}
