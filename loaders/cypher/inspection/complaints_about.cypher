// Purpose: the complaints about a room or a workplace that belong to an inspection; a resident's own case is not looked into.
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)<-[:ABOUT]-(next:Complaint)-[:IN]->(_case:Case) WHERE this.unitCode STARTS WITH jurisdiction AND _case.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND keyset
