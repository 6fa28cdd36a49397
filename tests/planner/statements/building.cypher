// Purpose: the statement of the documented question `building`, as the planner composes it; generated.
// Parameters: $asOf, $client, $knownAt, $office, $officer, $p0, $p1, $p2, $p3, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
MATCH (n1:Building {id: $p0})
WHERE n1.unitCode STARTS
WITH jurisdiction
WITH n1 LIMIT 1
CALL (n1, jurisdiction) {
MATCH (n1)-[:AT]->(n3:Address)
WITH n3 LIMIT 1 
RETURN head(collect([n3.fullAddress])) AS c2
}
CALL (n1, jurisdiction) {
CALL (n1, jurisdiction) {
MATCH (n5_place)-[:IN*0..1]->(n1)
WHERE n1.unitCode STARTS
WITH jurisdiction
MATCH (n5_place)<-[:ABOUT]-(n5:Finding)
WHERE ($p1 IS NULL OR n5.state = $p1) AND true
WITH n5
ORDER BY n5.id LIMIT $p2
CALL (n5, jurisdiction) {
MATCH (n5)-[:ABOUT]->(n7:Room)
WHERE n7.unitCode STARTS
WITH jurisdiction
WITH n7 LIMIT 1 
RETURN head(collect([n7.designator])) AS c6
}
RETURN collect([[n5.id], [toString(n5.foundOn), n5.kind, c6]]) AS n5_page
}
RETURN [n5_page, null] AS c4
}
CALL (n1, jurisdiction) {
CALL (n1, jurisdiction) {
MATCH (n1)<-[:IN]-(n9:Room)
WHERE n9.unitCode STARTS
WITH jurisdiction AND true
WITH n9
ORDER BY n9.id LIMIT $p3
CALL (n9, jurisdiction) {
MATCH (n9)<-[:COVERS]-(n11:LandlordLicence)
WHERE n9.unitCode STARTS
WITH jurisdiction AND n11.validFrom <= date($asOf) AND date($asOf) < n11.validTo AND n11.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n11.recordedTo
WITH n11
ORDER BY n11.number LIMIT 100 
RETURN collect([n11.number, CASE WHEN n11.validTo < date('9999-12-31') THEN toString(n11.validTo) END]) AS c10
}
RETURN collect([[n9.id], [n9.designator, c10, n9.permittedOccupancy]]) AS n9_page
}
CALL (n1, jurisdiction) {
MATCH (n1)<-[:IN]-(n12:Room)
WHERE n12.unitCode STARTS
WITH jurisdiction AND true
RETURN count(DISTINCT n12) AS n12_total
}
RETURN [n9_page, n12_total] AS c8
}
RETURN head(collect([c2, c4, n1.kind, CASE WHEN n1.unitCode STARTS
WITH jurisdiction THEN n1.residentBand END, c8])) AS value
}
RETURN jurisdiction, value
