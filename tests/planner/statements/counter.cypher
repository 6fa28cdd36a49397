// Purpose: the statement of the documented question `counter`, as the planner composes it; generated.
// Parameters: $asOf, $case, $client, $consentDays, $isWithheld, $knownAt, $office, $officer, $p0, $places, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
WITH {case: $case} AS n1
WITH n1 LIMIT 1
CALL (n1, jurisdiction) {
MATCH (n3:Case {number: n1.case})
WITH n3 LIMIT 1
CALL (n3, jurisdiction) {
WITH COLLECT {
MATCH (n5_grant:ConsentGrant)-[:IN]->(n3)
WHERE n5_grant.validFrom <= date($today) AND date($today) < n5_grant.validTo AND date($today) < n5_grant.validFrom + duration({days: $consentDays}) AND n5_grant.recordedTo = datetime('9999-12-31T00:00:00Z') AND n5_grant.state IN ['DECLARED', 'CONFIRMED']
UNWIND n5_grant.permissions AS permission
RETURN DISTINCT permission
ORDER BY permission
} AS n5
WITH n5 LIMIT 1
RETURN head(collect(n5)) AS v4
}
CALL (n3, jurisdiction) {
MATCH (n3)-[:CONCERNS]->(n7:Person)
WHERE NOT $isWithheld
WITH n7 LIMIT 1
CALL (n7, jurisdiction) {
MATCH (n7)<-[:OF]-(n9:DeclaredContact)
WHERE n9.validFrom <= date($asOf) AND date($asOf) < n9.validTo AND n9.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n9.recordedTo
WITH n9
ORDER BY n9.validFrom, n9.fact LIMIT 100
CALL (n9, jurisdiction) {
WITH EXISTS { (n9)-[:IS]->(:Person)
} AS n11
WITH n11 LIMIT 1
RETURN head(collect(n11)) AS v10
}
RETURN collect([v10, n9.sealedDeclaredContacts]) AS c8
}
CALL (n7, jurisdiction) {
MATCH (n7)<-[:OF]-(n13:PersonDetails)
WHERE n13.validFrom <= date($asOf) AND date($asOf) < n13.validTo AND n13.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n13.recordedTo
WITH n13 LIMIT 1 
RETURN head(collect([n13.sealedPersonName])) AS c12
}
CALL (n7, jurisdiction) {
CALL (n7, jurisdiction) {
MATCH (n7)<-[:OF]-(n15:Residence)
WHERE n15.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n15.recordedTo AND n15.state <> 'WITHDRAWN'
WITH n15
ORDER BY toString(n15.validFrom), n15.fact, n15.version LIMIT $p0
CALL (n15, jurisdiction) {
MATCH (n15)-[:IN]->(n17_place)
MATCH (n17_room:Room {id: coalesce($places[n15.fact + ' ' + n15.version], n17_place.id)})-[:IN]->(:Building)-[:AT]->(n17:Address)
WITH n17 LIMIT 1 
RETURN head(collect([n17.fullAddress])) AS c16
}
RETURN collect([[toString(n15.validFrom), n15.fact, n15.version], [c16, toString(n15.validFrom), CASE WHEN n15.validTo < date('9999-12-31') THEN toString(n15.validTo) END]]) AS n15_page
}
CALL (n7, jurisdiction) {
MATCH (n7)<-[:OF]-(n18:Residence)
WHERE n18.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n18.recordedTo AND n18.state <> 'WITHDRAWN'
RETURN count(DISTINCT n18) AS n18_total
}
RETURN [n15_page, n18_total] AS c14
}
RETURN head(collect([n7.id, c8, c12, c14])) AS c6
}
RETURN head(collect([n3.number, v4, c6])) AS c2
}
RETURN head(collect([c2])) AS value
}
RETURN jurisdiction, value
