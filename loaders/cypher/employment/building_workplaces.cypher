// Purpose: the workplaces at a building's address which a legal person runs; homes are not on the map.
// Row: next
MATCH (this)-[:AT]->(:Address)<-[:AT]-(next:Workplace) WHERE next.unitCode STARTS WITH jurisdiction AND NOT next.isHome
MATCH (next)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
