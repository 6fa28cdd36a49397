// Purpose: everybody who ever worked at some offices: one of them stands behind a pseudonym of the log.
// Parameters: $offices (codes)
// Row: office, subject
// Index: Office.code
UNWIND $offices AS _code
MATCH (_office:Office {code: _code})<-[:WORKS_AT]-(_staff:StaffMember)
RETURN DISTINCT _office.code AS office, _staff.subject AS subject ORDER BY office, subject
