// Purpose: the workplaces of the jurisdiction within on the map; homes are not on it.
// Parameters: $within (west, south, east, north in degrees), $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (next:Workplace) WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND next.unitCode STARTS WITH jurisdiction AND NOT next.isHome
MATCH (next)-[:AT]->(_a:Address) WHERE point.withinBBox(_a.point, point({longitude: $within.west, latitude: $within.south}), point({longitude: $within.east, latitude: $within.north}))
MATCH (next)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
