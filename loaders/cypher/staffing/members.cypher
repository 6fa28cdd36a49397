// Purpose: who is on the staff of an office on a day or later, by the versions that are recorded now.
// Parameters: $office (code), $officer (subject; null: everybody), $on (ISO date), $limit
// Row: fact, version, officer, validFrom, validTo (ISO dates)
// Index: Office.code
MATCH (_office:Office {code: $office})<-[:WORKS_AT]-(_staff:StaffMember)
WHERE _staff.recordedTo = datetime('9999-12-31T00:00:00Z') AND _staff.validTo > date($on)
  AND ($officer IS NULL OR _staff.subject = $officer)
RETURN _staff.fact AS fact, _staff.version AS version, _staff.subject AS officer,
  toString(_staff.validFrom) AS validFrom, toString(_staff.validTo) AS validTo
ORDER BY officer, fact LIMIT $limit
