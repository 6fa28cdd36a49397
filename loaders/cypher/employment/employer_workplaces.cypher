// Purpose: an employer's workplaces in the jurisdiction.
// Row: next
MATCH (this)<-[:OPERATED_BY]-(next:Workplace) WHERE next.unitCode STARTS WITH jurisdiction AND keyset
