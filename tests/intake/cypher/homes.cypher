// Purpose: to what residences and tenancies lead, and how many landlords they name.
// Parameters: $facts (ids)
// Row: fact, label, code of a unit (null for a room), landlords
// Index: Residence.fact, Tenancy.fact
UNWIND $facts AS id
MATCH (fact:Residence|Tenancy {fact: id})-[:IN|LETS]->(place)
RETURN id, labels(place)[0] AS label, place.code AS code, COUNT { (fact)-[:GRANTED_BY]->() } AS landlords
