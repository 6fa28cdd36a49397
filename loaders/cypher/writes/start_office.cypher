// Purpose: an office.
// Parameters: $office (properties), $address (id)
// Row: code; no row when unit or address are not there. Its code is unique, that of an ended one too.
// Index: AdminUnit.code, Address.id
MATCH (_unit:AdminUnit {code: $office.unitCode})
MATCH (_address:Address {id: $address})
CREATE (_office:Office)-[:AT]->(_address)
SET _office = $office
RETURN _office.code AS code
