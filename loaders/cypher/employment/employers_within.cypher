// Purpose: the employers that are legal persons, with a workplace of the jurisdiction within on the map; homes are not on it.
// Parameters: $within (west, south, east, north in degrees), $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (_w:Workplace) WHERE _w.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND _w.unitCode STARTS WITH jurisdiction AND NOT _w.isHome
MATCH (_w)-[:AT]->(_a:Address) WHERE point.withinBBox(_a.point, point({longitude: $within.west, latitude: $within.south}), point({longitude: $within.east, latitude: $within.north}))
MATCH (_w)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
