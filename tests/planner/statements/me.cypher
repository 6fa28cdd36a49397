// Purpose: the statement of the documented question `me`, as the planner composes it; generated.
// Parameters: $asOf, $knownAt, $person, $places
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
WITH '-' AS jurisdiction
CALL (jurisdiction) {
MATCH (n1:Person {id: $person})
WITH n1 LIMIT 1
CALL (n1, jurisdiction) {
MATCH (n1)<-[:OF]-(n3:PersonDetails)
WHERE n3.validFrom <= date($asOf) AND date($asOf) < n3.validTo AND n3.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n3.recordedTo
WITH n3 LIMIT 1 
RETURN head(collect([n3.sealedPersonName])) AS c2
}
CALL (n1, jurisdiction) {
MATCH (n1)<-[:OF]-(n5:Residence)
WHERE n5.validFrom <= date($asOf) AND date($asOf) < n5.validTo AND n5.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n5.recordedTo AND n5.state <> 'WITHDRAWN'
WITH n5
ORDER BY n5.validFrom, n5.fact LIMIT 100
CALL (n5, jurisdiction) {
MATCH (n5)-[:IN]->(n7_place)
MATCH (n7_room:Room {id: coalesce($places[n5.fact + ' ' + n5.version], n7_place.id)})-[:IN]->(:Building)-[:AT]->(n7:Address)
WITH n7 LIMIT 1 
RETURN head(collect([n7.fullAddress])) AS c6
}
RETURN collect([c6, n5.role, toString(n5.validFrom), CASE WHEN n5.validTo < date('9999-12-31') THEN toString(n5.validTo) END]) AS c4
}
RETURN head(collect([n1.id, c2, c4])) AS value
}
RETURN jurisdiction, value
