// Purpose: buildings of the jurisdiction, near on the map.
// Parameters: $near (longitude and latitude in degrees, radiusMetres), $unit (code or null)
// Row: next
// Index: Address.point
MATCH (_a:Address) WHERE point.distance(_a.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
  AND _a.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR _a.unitCode STARTS WITH $unit)
MATCH (_a)<-[:AT]-(next:Building) WHERE keyset
