// Purpose: let residences and tenancies lead to the street of their room, as those of people without a room do, and to no landlord.
// Parameters: $persons (ids), $places (texts: fact and version)
// Row: one: hidden (how many)
// Index: Person.id, AdminUnit.code
MATCH (_person:Person)<-[:OF|TO]-(_fact:Residence|Tenancy)-[_edge:IN|LETS]->(_room:Room)
WHERE _person.id IN $persons AND _fact.fact + ' ' + _fact.version IN $places
MATCH (_unit:AdminUnit {code: _room.unitCode})
OPTIONAL MATCH (_unit)-[:PART_OF]->(_street:AdminUnit) WHERE _unit.level = 'COMMUNITY'
OPTIONAL MATCH (_fact)-[_by:GRANTED_BY]->(:Landlord)
WITH _fact, _edge, _by, coalesce(_street, _unit) AS _place
DELETE _edge, _by
FOREACH (_there IN CASE WHEN _fact:Residence THEN [_place] ELSE [] END | CREATE (_fact)-[:IN]->(_there))
FOREACH (_there IN CASE WHEN _fact:Tenancy THEN [_place] ELSE [] END | CREATE (_fact)-[:LETS]->(_there))
RETURN count(_fact) AS hidden
