// Purpose: one inspection case of the caller's office.
// Parameters: $id (uuid), $office (code)
// Row: next
// Index: Case.id
MATCH (next:Case {id: $id}) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND EXISTS { MATCH (next)-[:AT]->(:Office {code: $office}) }
