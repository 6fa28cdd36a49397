// Purpose: name the deputy of a case.
// Parameters: $number, $deputy (subject of an officer)
// Row: changed: how many edges
// Index: Case.number, StaffMember.subject
MATCH (case:Case {number: $number}), (staff:StaffMember {subject: $deputy})
WHERE staff.recordedTo = datetime('9999-12-31T00:00:00Z')
CREATE (case)-[:DEPUTY]->(staff)
RETURN count(*) AS changed
