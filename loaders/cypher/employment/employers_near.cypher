// Purpose: the employers that are legal persons, with a workplace of the jurisdiction near on the map; homes are not on it.
// Parameters: $near (longitude and latitude in degrees, radiusMetres), $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (_w:Workplace) WHERE _w.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND _w.unitCode STARTS WITH jurisdiction AND NOT _w.isHome
MATCH (_w)-[:AT]->(_a:Address) WHERE point.distance(_a.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
MATCH (_w)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
