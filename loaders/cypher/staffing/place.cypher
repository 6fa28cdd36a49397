// Purpose: whether a unit and an address are there, for an office to be.
// Parameters: $unit (code), $address (id)
// Row: one row: hasUnit, hasAddress
// Index: AdminUnit.code, Address.id
RETURN EXISTS { MATCH (_unit:AdminUnit {code: $unit}) } AS hasUnit,
  EXISTS { MATCH (_address:Address {id: $address}) } AS hasAddress
