// Purpose: the inspection cases of the caller's office that concern a room, a workplace or an organisation.
// Parameters: $office (code)
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION']
  AND EXISTS { MATCH (next)-[:AT]->(:Office {code: $office}) } AND keyset
