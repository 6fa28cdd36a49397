// Purpose: an administrative unit's names, if they are still as they were read. Addresses read as they were written.
// Parameters: $code, $was and $becomes (name, latinName)
// Row: code; no row when it was renamed in the meantime
// Index: AdminUnit.code
MATCH (_unit:AdminUnit {code: $code})
SET _unit.lockedAt = true REMOVE _unit.lockedAt
WITH _unit
WHERE _unit.name = $was.name AND _unit.latinName = $was.latinName
SET _unit += $becomes
RETURN _unit.code AS code
