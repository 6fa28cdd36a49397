// Purpose: addresses of the jurisdiction, near on the map. Of an office below a district, or for a unit below one, by the
//   unit's index; of a wider one by the map's: so neither a dense city nor a wide circle costs a street office more.
// Parameters: $near (longitude and latitude in degrees, radiusMetres), $unit (code or null)
// Row: next
// Index: Address(unitCode, id), Address.point
CALL (jurisdiction) {
  WITH size(coalesce($unit, jurisdiction)) AS _digits WHERE _digits > 6
  MATCH (_a:Address) USING INDEX _a:Address(unitCode, id)
  WHERE _a.unitCode STARTS WITH coalesce($unit, jurisdiction) AND _a.id IS NOT NULL
    AND point.distance(_a.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
  RETURN _a
  UNION ALL
  WITH size(coalesce($unit, jurisdiction)) AS _digits WHERE _digits <= 6
  MATCH (_a:Address) USING POINT INDEX _a:Address(point)
  WHERE point.distance(_a.point, point({longitude: $near.longitude, latitude: $near.latitude})) <= $near.radiusMetres
    AND _a.unitCode STARTS WITH coalesce($unit, jurisdiction)
  RETURN _a
}
WITH _a AS next WHERE next.unitCode STARTS WITH jurisdiction AND keyset
