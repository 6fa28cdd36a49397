// Purpose: this organisation as an employer with a workplace in the jurisdiction.
// Row: next
MATCH (this)<-[:IS]-(next:Employer)
WHERE EXISTS { MATCH (next)<-[:OPERATED_BY]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction }
