// Purpose: to which rooms the residences and tenancies of these persons lead, in every version.
// Parameters: $persons (ids)
// Row: person, fact, version, room (ids), landlord (id, of a tenancy that says whose, else null)
// Index: Person.id
MATCH (_person:Person)<-[:OF|TO]-(_fact:Residence|Tenancy)-[:IN|LETS]->(_room:Room) WHERE _person.id IN $persons
OPTIONAL MATCH (_fact)-[:GRANTED_BY]->(_landlord:Landlord)
RETURN _person.id AS person, _fact.fact AS fact, _fact.version AS version, _room.id AS room, _landlord.id AS landlord
ORDER BY person, fact, version
