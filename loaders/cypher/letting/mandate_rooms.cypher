// Purpose: the rooms in the jurisdiction for which a mandate was given, as themselves or by their building.
// Row: next
MATCH (this)-[:FOR]->(_p)
MATCH (next:Room)-[:IN*0..1]->(_p) WHERE next.unitCode STARTS WITH jurisdiction
WITH DISTINCT next WHERE keyset
