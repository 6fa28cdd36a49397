// Purpose: let residences and tenancies lead to their rooms and landlords again.
// Parameters: $places (maps: person, fact, version, room, landlord, which may be null)
// Row: one: shown (how many)
// Index: Person.id, Room.id, Landlord.id
UNWIND $places AS _item
MATCH (_person:Person {id: _item.person})<-[:OF|TO]-(_fact:Residence|Tenancy)-[_edge:IN|LETS]->(:AdminUnit)
WHERE _fact.fact = _item.fact AND _fact.version = _item.version
MATCH (_room:Room {id: _item.room})
OPTIONAL MATCH (_landlord:Landlord {id: _item.landlord})
WITH _fact, _edge, _room, _landlord
DELETE _edge
FOREACH (_there IN CASE WHEN _fact:Residence THEN [_room] ELSE [] END | CREATE (_fact)-[:IN]->(_there))
FOREACH (_there IN CASE WHEN _fact:Tenancy THEN [_room] ELSE [] END | CREATE (_fact)-[:LETS]->(_there))
FOREACH (_who IN CASE WHEN _landlord IS NULL THEN [] ELSE [_landlord] END | CREATE (_fact)-[:GRANTED_BY]->(_who))
RETURN count(_fact) AS shown
