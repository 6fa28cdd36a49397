// Purpose: lets addresses lie in another unit than their own, which no file may bring and an older register may have.
// Parameters: $addresses (ids), $unit (an id)
// Row: none
// Index: Address.id, AdminUnit.id
MATCH (address:Address)-[was:LOCATED_IN]->() WHERE address.id IN $addresses
MATCH (unit:AdminUnit {id: $unit})
DELETE was
CREATE (address)-[:LOCATED_IN]->(unit)
