// Purpose: the inspection cases of the caller's office that concern a building or one of its rooms.
// Parameters: $office (code)
// Row: next
MATCH (_place)-[:IN*0..1]->(this)
MATCH (_place)<-[:CONCERNS]-(next:Case) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION']
  AND EXISTS { MATCH (next)-[:AT]->(:Office {code: $office}) } AND keyset
