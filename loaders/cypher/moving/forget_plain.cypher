// Purpose: the graph no longer says of these persons whether they are protected: the vault does; nor what they were told, nor
//   under which contract they work.
// Parameters: $persons (ids), $notices (list of maps: id, kind (token)),
//   $employments (list of maps: fact, version, sealed)
// Row: none
// Index: Person.id, Notice.id, Employment(fact, version)
CALL () {
  UNWIND $notices AS _told
  MATCH (_notice:Notice {id: _told.id})
  SET _notice.kind = _told.kind
}
CALL () {
  UNWIND $employments AS _each
  MATCH (_employment:Employment {fact: _each.fact, version: _each.version})
  SET _employment.sealedEmployment = _each.sealed
  REMOVE _employment.contract
}
UNWIND $persons AS _id
MATCH (_person:Person {id: _id})
REMOVE _person.isProtected
WITH _person
CALL (_person) {
  MATCH (_protection:Protection)-[:OF]->(_person)
  DETACH DELETE _protection
}
CALL (_person) {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_disclosure:Disclosure)
  DETACH DELETE _disclosure
}
