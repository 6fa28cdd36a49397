// Purpose: who made a complaint of an open inspection, if they agreed to be named.
//   Nobody who restricts what the inspection is for.
// Row: next, a map: id (the person's, for the log), role, person; no party and no place
MATCH (this)-[:IN]->(_case:Case {state: 'OPEN'})
MATCH (this)-[:MADE_BY]->(_person:Person) WHERE this.isNameDisclosed AND NOT EXISTS {
  MATCH (_person)<-[:OF]-(_restriction:Restriction)
  WHERE _restriction.purpose = _case.purpose AND _restriction.liftedAt IS NULL
}
WITH {id: _person.id, role: 'COMPLAINANT', person: _person} AS next
