// Purpose: buildings of the jurisdiction, within on the map.
// Parameters: $within (west, south, east, north in degrees), $unit (code or null)
// Row: next
// Index: Address.point
MATCH (_a:Address) WHERE point.withinBBox(_a.point, point({longitude: $within.west, latitude: $within.south}), point({longitude: $within.east, latitude: $within.north}))
  AND _a.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR _a.unitCode STARTS WITH $unit)
MATCH (_a)<-[:AT]-(next:Building) WHERE keyset
