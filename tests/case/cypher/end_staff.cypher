// Purpose: an officer leaves the office, or is back: the day on which their entry ends.
// Parameters: $officer (subject), $day (date, the first on which they are not there any more)
// Row: changed: how many entries
// Index: StaffMember.subject
MATCH (staff:StaffMember {subject: $officer})
WHERE staff.recordedTo = datetime('9999-12-31T00:00:00Z')
SET staff.validTo = date($day)
RETURN count(staff) AS changed
