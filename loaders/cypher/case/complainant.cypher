// Purpose: who made a complaint of an open inspection, if they agreed to be named.
//   Nobody who restricts what the inspection is for is released: the gate reads the tokens.
// Row: next, a map: id (the person's, for the log), role, person, restricted (tokens of purposes); no party and no place
MATCH (this)-[:IN]->(_case:Case {state: 'OPEN'})
MATCH (this)-[:MADE_BY]->(_person:Person) WHERE this.isNameDisclosed
WITH {id: _person.id, role: 'COMPLAINANT', person: _person, restricted: COLLECT {
  MATCH (_person)<-[:OF]-(_restriction:Restriction) WHERE _restriction.liftedAt IS NULL
  RETURN _restriction.purpose
}} AS next
