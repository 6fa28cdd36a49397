// Purpose: the statement of the documented question `viewer`, as the planner composes it; generated.
// Parameters: $client, $office, $officer, $purposes, $today
// Row: jurisdiction, and the value of the root field
// Index: those of its fragments
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
CALL (jurisdiction) {
WITH {client: $client, officer: $officer} AS n1
WITH n1 LIMIT 1
CALL (n1, jurisdiction) {
MATCH (n3:AdminUnit {code: jurisdiction})
WITH n3 LIMIT 1 
RETURN head(collect([n3.level, n3.name])) AS c2
}
CALL (n1, jurisdiction) {
MATCH (n5:Office {code: $office})
WITH n5 LIMIT 1 
RETURN head(collect([n5.name])) AS c4
}
CALL (n1, jurisdiction) {
UNWIND $purposes AS n7
WITH n7
WITH n7
ORDER BY n7.id LIMIT 100 
RETURN collect([n7.description, n7.id]) AS c6
}
RETURN head(collect([n1.client, c2, c4, n1.officer, c6])) AS value
}
RETURN jurisdiction, value
