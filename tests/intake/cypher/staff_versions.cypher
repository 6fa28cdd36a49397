// Purpose: every version of somebody's work at offices, as it is stored.
// Parameters: $officer (subject)
// Row: office, version, validFrom, validTo, isOpen (recorded now), state, recordedBy
// Index: StaffMember.subject
MATCH (staff:StaffMember {subject: $officer})-[:WORKS_AT]->(office:Office)
RETURN office.code AS office, staff.version AS version, toString(staff.validFrom) AS validFrom, toString(staff.validTo) AS validTo,
  staff.recordedTo = datetime('9999-12-31T00:00:00Z') AS isOpen, staff.state AS state, staff.recordedBy AS recordedBy
ORDER BY staff.recordedFrom, office, version
