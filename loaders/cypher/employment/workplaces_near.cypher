// Purpose: the workplaces of the jurisdiction near on the map; homes are not on it.
// Parameters: $near (longitude and latitude in degrees, radiusMetres), $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (next:Workplace) WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND next.unitCode STARTS WITH jurisdiction AND NOT next.isHome
MATCH (next)-[:AT]->(_a:Address) WHERE point.distance(_a.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
MATCH (next)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
