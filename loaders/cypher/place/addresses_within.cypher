// Purpose: addresses of the jurisdiction, within on the map.
// Parameters: $within (west, south, east, north in degrees), $unit (code or null)
// Row: next
// Index: Address.point
MATCH (next:Address) WHERE point.withinBBox(next.point, point({longitude: $within.west, latitude: $within.south}), point({longitude: $within.east, latitude: $within.north}))
  AND next.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR next.unitCode STARTS WITH $unit) AND keyset
