// Purpose: the unit above, within the jurisdiction.
// Row: next
MATCH (this)-[:PART_OF]->(next:AdminUnit) WHERE next.code STARTS WITH jurisdiction
