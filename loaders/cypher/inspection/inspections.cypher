// Purpose: the inspection cases of the caller's office.
// Parameters: $office (code)
// Row: next
// Index: Office.code
MATCH (:Office {code: $office})<-[:AT]-(next:Case) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND keyset
