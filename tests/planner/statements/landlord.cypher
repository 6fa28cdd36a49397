// Purpose: the statement of the documented question `landlord`, as the planner composes it; generated.
// Parameters: $asOf, $client, $knownAt, $office, $officer, $p0, $p1, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
MATCH (n1:Landlord {id: $p0})-[:IS]->(:Organisation)
WHERE EXISTS {
MATCH (n1)<-[:BY]-(n1_o:Ownership)-[:OF]->(n1_p)
WHERE n1_p.unitCode STARTS
WITH jurisdiction AND n1_o.validFrom <= date($asOf) AND date($asOf) < n1_o.validTo AND n1_o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n1_o.recordedTo
}
WITH n1 LIMIT 1
CALL (n1, jurisdiction) {
MATCH (n1)-[:IS]->(n3:Organisation)
WITH n3 LIMIT 1 
RETURN head(collect([n3.legalName])) AS c2
}
CALL (n1, jurisdiction) {
CALL (n1, jurisdiction) {
MATCH (n1)<-[:BY]-(n5_o:Ownership)-[:OF]->(n5_p)
WHERE n5_o.validFrom <= date($asOf) AND date($asOf) < n5_o.validTo AND n5_o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n5_o.recordedTo
CALL (n5_p) {
WITH n5_p
WHERE n5_p:Room
RETURN n5_p AS n5 UNION ALL
WITH n5_p
WHERE n5_p:Building
MATCH (n5_p)<-[:IN]-(n5:Room)
RETURN n5
}
WITH n5
WHERE n5.unitCode STARTS
WITH jurisdiction
WITH DISTINCT n5
WHERE true
WITH n5
ORDER BY n5.id LIMIT $p1
CALL (n5, jurisdiction) {
MATCH (n5)-[:IN]->(n7:Building)
WITH n7 LIMIT 1
CALL (n7, jurisdiction) {
MATCH (n7)-[:AT]->(n9:Address)
WITH n9 LIMIT 1 
RETURN head(collect([n9.thoroughfare, n9.locatorDesignator, n9.postCode])) AS c8
}
RETURN head(collect([c8])) AS c6
}
CALL (n5, jurisdiction) {
MATCH (n5)<-[:COVERS]-(n11:LandlordLicence)
WHERE n5.unitCode STARTS
WITH jurisdiction AND n11.validFrom <= date($asOf) AND date($asOf) < n11.validTo AND n11.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n11.recordedTo
WITH n11
ORDER BY n11.number LIMIT 100 
RETURN collect([n11.number]) AS c10
}
RETURN collect([[n5.id], [c6, n5.designator, c10]]) AS n5_page
}
CALL (n1, jurisdiction) {
MATCH (n1)<-[:BY]-(n12_o:Ownership)-[:OF]->(n12_p)
WHERE n12_o.validFrom <= date($asOf) AND date($asOf) < n12_o.validTo AND n12_o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n12_o.recordedTo
CALL (n12_p) {
WITH n12_p
WHERE n12_p:Room
RETURN n12_p AS n12 UNION ALL
WITH n12_p
WHERE n12_p:Building
MATCH (n12_p)<-[:IN]-(n12:Room)
RETURN n12
}
WITH n12
WHERE n12.unitCode STARTS
WITH jurisdiction
WITH DISTINCT n12
WHERE true
RETURN count(DISTINCT n12) AS n12_total
}
RETURN [n5_page, n12_total] AS c4
}
RETURN head(collect([c2, c4])) AS value
}
RETURN jurisdiction, value
