// Purpose: an administrative unit's names.
// Parameters: $code
// Row: name, latinName; none: no such unit
// Index: AdminUnit.code
MATCH (_unit:AdminUnit {code: $code})
RETURN _unit.name AS name, _unit.latinName AS latinName
