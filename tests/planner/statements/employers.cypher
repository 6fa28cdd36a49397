// Purpose: the statement of the documented question `employers`, as the planner composes it; generated.
// Parameters: $client, $office, $officer, $p0, $p1, $p2, $p3, $p4, $p5, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
CALL (jurisdiction) {
CALL (jurisdiction) {
WITH size(coalesce($p1, jurisdiction)) AS n1_digits
WHERE n1_digits > 6
MATCH (n1_a:Address) USING INDEX n1_a:Address(unitCode, id)
WHERE n1_a.unitCode STARTS
WITH coalesce($p1, jurisdiction) AND n1_a.id IS NOT NULL AND point.distance(n1_a.point, point({longitude: $p0.longitude, latitude: $p0.latitude})) <= $p0.radiusMetres
RETURN n1_a UNION ALL
WITH size(coalesce($p1, jurisdiction)) AS n1_digits
WHERE n1_digits <= 6
MATCH (n1_a:Address) USING POINT INDEX n1_a:Address(point)
WHERE point.distance(n1_a.point, point({longitude: $p0.longitude, latitude: $p0.latitude})) <= $p0.radiusMetres AND n1_a.unitCode STARTS
WITH coalesce($p1, jurisdiction)
RETURN n1_a
}
WITH n1_a AS n1
WHERE n1.unitCode STARTS
WITH jurisdiction AND true
MATCH (n1)<-[:AT]-(n2_w:Workplace)
WHERE n2_w.unitCode STARTS
WITH jurisdiction AND NOT n2_w.isHome
MATCH (n2_w)-[:OPERATED_BY]->(n2:Employer)-[:IS]->(:Organisation)
WITH DISTINCT n2
WHERE true
WITH n2
ORDER BY n2.id LIMIT $p3
CALL (n2, jurisdiction) {
MATCH (n2)-[:IS]->(n4:Organisation)
WITH n4 LIMIT 1 
RETURN head(collect([n4.legalName])) AS c3
}
CALL (n2, jurisdiction) {
CALL (n2, jurisdiction) {
MATCH (n2)<-[:OPERATED_BY]-(n6:Workplace)
WHERE n6.unitCode STARTS
WITH jurisdiction AND true
WITH n6
ORDER BY n6.id LIMIT $p2
CALL (n6, jurisdiction) {
MATCH (n8:AdminUnit {code: n6.unitCode})
WITH n8 LIMIT 1 
RETURN head(collect([n8.name])) AS c7
}
RETURN collect([[n6.id], [c7, n6.name, n6.workerBand]]) AS n6_page
}
RETURN [n6_page, null] AS c5
}
RETURN collect([[n2.id], [c3, n2.sector, c5]]) AS n2_page
}
CALL (jurisdiction) {
CALL (jurisdiction) {
WITH size(coalesce($p5, jurisdiction)) AS n9_digits
WHERE n9_digits > 6
MATCH (n9_a:Address) USING INDEX n9_a:Address(unitCode, id)
WHERE n9_a.unitCode STARTS
WITH coalesce($p5, jurisdiction) AND n9_a.id IS NOT NULL AND point.distance(n9_a.point, point({longitude: $p4.longitude, latitude: $p4.latitude})) <= $p4.radiusMetres
RETURN n9_a UNION ALL
WITH size(coalesce($p5, jurisdiction)) AS n9_digits
WHERE n9_digits <= 6
MATCH (n9_a:Address) USING POINT INDEX n9_a:Address(point)
WHERE point.distance(n9_a.point, point({longitude: $p4.longitude, latitude: $p4.latitude})) <= $p4.radiusMetres AND n9_a.unitCode STARTS
WITH coalesce($p5, jurisdiction)
RETURN n9_a
}
WITH n9_a AS n9
WHERE n9.unitCode STARTS
WITH jurisdiction AND true
MATCH (n9)<-[:AT]-(n10_w:Workplace)
WHERE n10_w.unitCode STARTS
WITH jurisdiction AND NOT n10_w.isHome
MATCH (n10_w)-[:OPERATED_BY]->(n10:Employer)-[:IS]->(:Organisation)
WITH DISTINCT n10
WHERE true
RETURN count(DISTINCT n10) AS n10_total
}
RETURN [n2_page, n10_total] AS value
}
RETURN jurisdiction, value
