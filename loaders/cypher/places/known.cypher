// Purpose: which versions of residences and tenancies of these persons there are.
// Parameters: $persons (ids)
// Row: fact, version
// Index: Person.id
MATCH (_person:Person)<-[:OF|TO]-(_fact:Residence|Tenancy) WHERE _person.id IN $persons
RETURN _fact.fact AS fact, _fact.version AS version
