// Purpose: the complaints about a building and its rooms that belong to an inspection.
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (_place)-[:IN*0..1]->(this) WHERE this.unitCode STARTS WITH jurisdiction
MATCH (_place)<-[:ABOUT]-(next:Complaint)-[:IN]->(_case:Case) WHERE _case.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION'] AND keyset
