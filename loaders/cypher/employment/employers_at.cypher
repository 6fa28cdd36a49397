// Purpose: the employers that are legal persons, with a workplace at an address; homes are not on the map.
// Row: next
MATCH (this)<-[:AT]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction AND NOT _w.isHome
MATCH (_w)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
