// Purpose: the rooms of a building in the jurisdiction.
// Row: next
MATCH (this)<-[:IN]-(next:Room) WHERE next.unitCode STARTS WITH jurisdiction AND keyset
