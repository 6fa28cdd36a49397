// Purpose: the inspection case to which a finding, an order or a complaint belongs, if the caller's office holds it.
// Parameters: $office (code)
// Row: next
MATCH (this)-[:IN]->(next:Case) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND EXISTS { MATCH (next)-[:AT]->(:Office {code: $office}) }
