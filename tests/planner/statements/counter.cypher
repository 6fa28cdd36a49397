// Purpose: the statement of the documented question `counter`, as the planner composes it; generated.
// Parameters: $asOf, $case, $client, $consentDays, $isOwnRecord, $isWithheld, $knownAt, $office, $officer, $p0, $today
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
MATCH (n4_grant:ConsentGrant)-[:IN]->(n3)
WHERE n4_grant.validFrom <= date($today) AND date($today) < n4_grant.validTo AND date($today) < n4_grant.validFrom + duration({days: $consentDays}) AND n4_grant.recordedTo = datetime('9999-12-31T00:00:00Z') AND n4_grant.state IN ['DECLARED', 'CONFIRMED']
UNWIND n4_grant.permissions AS permission
RETURN DISTINCT permission
ORDER BY permission
} AS n4
WITH n4 LIMIT 1
RETURN head(collect(n4)) AS n3_case_permissions
}
CALL (n3, jurisdiction) {
MATCH (n3)-[:CONCERNS]->(n6:Person)
WHERE NOT $isWithheld
WITH n6 LIMIT 1
CALL (n6, jurisdiction) {
MATCH (n6)<-[:OF]-(n8:DeclaredContact)
WHERE n8.validFrom <= date($asOf) AND date($asOf) < n8.validTo AND n8.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n8.recordedTo AND ($isOwnRecord OR NOT n6.isProtected)
WITH n8
ORDER BY n8.validFrom, n8.fact LIMIT 100
CALL (n8, jurisdiction) {
WITH EXISTS { (n8)-[:IS]->(:Person)
} AS n9
WITH n9 LIMIT 1
RETURN head(collect(n9)) AS n8_household_is_confirmed
}
RETURN collect([n8_household_is_confirmed, n8.sealedDeclaredContacts]) AS c7
}
CALL (n6, jurisdiction) {
MATCH (n6)<-[:OF]-(n11:PersonDetails)
WHERE n11.validFrom <= date($asOf) AND date($asOf) < n11.validTo AND n11.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n11.recordedTo
WITH n11 LIMIT 1 
RETURN head(collect([n11.sealedPersonName])) AS c10
}
CALL (n6, jurisdiction) {
CALL (n6, jurisdiction) {
MATCH (n6)<-[:OF]-(n13:Residence)
WHERE n13.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n13.recordedTo AND n13.state <> 'WITHDRAWN' AND ($isOwnRecord OR NOT n6.isProtected)
WITH n13
ORDER BY toString(n13.validFrom), n13.fact, n13.version LIMIT $p0
CALL (n13, jurisdiction) {
MATCH (n13)-[:IN]->(:Room)-[:IN]->(:Building)-[:AT]->(n15:Address)
WITH n15 LIMIT 1 
RETURN head(collect([n15.fullAddress])) AS c14
}
RETURN collect([[toString(n13.validFrom), n13.fact, n13.version], [c14, toString(n13.validFrom), CASE WHEN n13.validTo < date('9999-12-31') THEN toString(n13.validTo) END]]) AS n13_page
}
CALL (n6, jurisdiction) {
MATCH (n6)<-[:OF]-(n16:Residence)
WHERE n16.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < n16.recordedTo AND n16.state <> 'WITHDRAWN' AND ($isOwnRecord OR NOT n6.isProtected)
RETURN count(DISTINCT n16) AS n16_total
}
RETURN [n13_page, n16_total] AS c12
}
RETURN head(collect([n6.id, c7, c10, c12])) AS c5
}
RETURN head(collect([n3.number, n3_case_permissions, c5])) AS c2
}
RETURN head(collect([c2])) AS value
}
RETURN jurisdiction, value
