// Purpose: an office is none any more, from a day on: nobody is offered it, and no case goes there.
// Parameters: $code, $on (ISO date)
// Row: code; no row when it was ended in the meantime
// Index: Office.code
MATCH (_office:Office {code: $code})
SET _office.lockedAt = true REMOVE _office.lockedAt
WITH _office
WHERE _office.validTo IS NULL
SET _office.validTo = date($on)
RETURN _office.code AS code
