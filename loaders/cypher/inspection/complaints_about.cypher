// Purpose: the complaints about a room or a workplace that belong to an inspection; a resident's own case is not looked into.
// Row: next
MATCH (this)<-[:ABOUT]-(next:Complaint)-[:IN]->(_case:Case) WHERE _case.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND keyset
