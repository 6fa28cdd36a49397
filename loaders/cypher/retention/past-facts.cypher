// Purpose: facts that were over, or versions that were replaced, so long ago that they go.
// Parameters: $day (ISO date: what was over by then), $until (ISO instant: the end of that day in the city)
// Row: _node, _person: one row for each person whom the fact is about
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:PersonDetails|IdentityDocument|Residence|Tenancy|Employment|Household)
WHERE _node.validTo <= date($day) OR _node.recordedTo < datetime($until)
MATCH (_node)-[:OF|TO|MEMBER]->(_person:Person)
