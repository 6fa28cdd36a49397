// Purpose: an office's name, the unit it serves, or its address, if they are still as they were read.
// Parameters: $code, $was (name, unitCode and address as read), $becomes (name and unitCode), $address (id)
// Row: code; no row when it was changed or ended in the meantime, or unit or address are not there
// Index: Office.code, AdminUnit.code, Address.id
MATCH (_office:Office {code: $code})
SET _office.lockedAt = true REMOVE _office.lockedAt
WITH _office
MATCH (_office)-[_at:AT]->(_old:Address {id: $was.address})
WHERE _office.name = $was.name AND _office.unitCode = $was.unitCode AND _office.validTo IS NULL
MATCH (_unit:AdminUnit {code: $becomes.unitCode})
MATCH (_address:Address {id: $address})
SET _office += $becomes
DELETE _at
CREATE (_office)-[:AT]->(_address)
RETURN _office.code AS code
