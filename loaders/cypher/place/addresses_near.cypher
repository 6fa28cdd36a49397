// Purpose: addresses of the jurisdiction, near on the map.
// Parameters: $near (longitude and latitude in degrees, radiusMetres), $unit (code or null)
// Row: next
// Index: Address.point
MATCH (next:Address) WHERE point.distance(next.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
  AND next.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR next.unitCode STARTS WITH $unit) AND keyset
