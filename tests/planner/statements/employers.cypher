// Purpose: the statement of the documented question `employers`, as the planner composes it; generated.
// Parameters: $client, $office, $officer, $p0, $p1, $p2, $p3, $p4, $p5, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
CALL (jurisdiction) {
MATCH (n1_w:Workplace)
WHERE n1_w.unitCode STARTS
WITH coalesce($p1, jurisdiction) AND n1_w.unitCode STARTS
WITH jurisdiction AND NOT n1_w.isHome
MATCH (n1_w)-[:AT]->(n1_a:Address)
WHERE point.distance(n1_a.point, point({longitude: $p0.longitude, latitude: $p0.latitude})) <= $p0.radiusMetres
MATCH (n1_w)-[:OPERATED_BY]->(n1:Employer)-[:IS]->(:Organisation)
WITH DISTINCT n1
WHERE true
WITH n1
ORDER BY n1.id LIMIT $p3
CALL (n1, jurisdiction) {
MATCH (n1)-[:IS]->(n3:Organisation)
WITH n3 LIMIT 1 
RETURN head(collect([n3.legalName])) AS c2
}
CALL (n1, jurisdiction) {
CALL (n1, jurisdiction) {
MATCH (n1)<-[:OPERATED_BY]-(n5:Workplace)
WHERE n5.unitCode STARTS
WITH jurisdiction AND true
WITH n5
ORDER BY n5.id LIMIT $p2
CALL (n5, jurisdiction) {
MATCH (n7:AdminUnit {code: n5.unitCode})
WITH n7 LIMIT 1 
RETURN head(collect([n7.name])) AS c6
}
RETURN collect([[n5.id], [c6, n5.name, n5.workerBand]]) AS n5_page
}
RETURN [n5_page, null] AS c4
}
RETURN collect([[n1.id], [c2, n1.sector, c4]]) AS n1_page
}
CALL (jurisdiction) {
MATCH (n8_w:Workplace)
WHERE n8_w.unitCode STARTS
WITH coalesce($p5, jurisdiction) AND n8_w.unitCode STARTS
WITH jurisdiction AND NOT n8_w.isHome
MATCH (n8_w)-[:AT]->(n8_a:Address)
WHERE point.distance(n8_a.point, point({longitude: $p4.longitude, latitude: $p4.latitude})) <= $p4.radiusMetres
MATCH (n8_w)-[:OPERATED_BY]->(n8:Employer)-[:IS]->(:Organisation)
WITH DISTINCT n8
WHERE true
RETURN count(DISTINCT n8) AS n8_total
}
RETURN [n1_page, n8_total] AS value
}
RETURN jurisdiction, value
