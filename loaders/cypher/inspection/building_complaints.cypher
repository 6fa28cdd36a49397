// Purpose: the complaints about a building and its rooms that belong to an inspection.
// Row: next
MATCH (_place)-[:IN*0..1]->(this)
MATCH (_place)<-[:ABOUT]-(next:Complaint)-[:IN]->(_case:Case) WHERE _case.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND keyset
