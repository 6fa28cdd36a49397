// Purpose: when a case was opened: some things are done only while its resident is still there.
// Parameters: $case (number)
// Row: openedAt (ISO instant); none: no such case
// Index: Case.number
MATCH (_case:Case {number: $case})
RETURN toString(_case.openedAt) AS openedAt LIMIT 1
