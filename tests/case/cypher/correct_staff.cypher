// Purpose: correct an officer's entry: the recorded version ends now, and a new one of the same fact takes its place.
// Parameters: $officer (subject)
// Row: changed: how many versions are new
// Index: StaffMember.subject
MATCH (old:StaffMember {subject: $officer})-[:WORKS_AT]->(office:Office)
WHERE old.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH old, office, datetime() AS moment
CREATE (new:StaffMember)-[:WORKS_AT]->(office)
SET new = old {.*, version: old.version + 1, recordedFrom: moment}, old.recordedTo = moment
RETURN count(new) AS changed
