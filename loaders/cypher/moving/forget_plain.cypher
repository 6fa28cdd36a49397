// Purpose: the graph no longer says in clear of these persons whether they are protected, what they were told, under which
//   contract they work, what their cases are about, what they restrict, what they complained of, and what they are entitled to.
// Parameters: $persons (ids), and lists of maps: $notices, $complaints (id, kind), $rights (id, purpose): tokens;
//   $employments and $entitlements (fact, version, sealed), $cases (id, kind, purpose: tokens; waitsFor: a map, token by client)
// Row: none
// Index: Person.id, Notice.id, Employment(fact, version), Entitlement(fact, version), Case.id, Restriction.id, Objection.id, Complaint.id
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
CALL () {
  UNWIND $entitlements AS _each
  MATCH (_entitlement:Entitlement {fact: _each.fact, version: _each.version})
  SET _entitlement.sealedCase = _each.sealed
  REMOVE _entitlement.service, _entitlement.rule
}
CALL () {
  UNWIND $cases AS _each
  MATCH (_case:Case {id: _each.id})
  SET _case.kind = _each.kind, _case.purpose = _each.purpose
  WITH _each, _case
  MATCH (_case)-[_waits:WAITS_AT]->(_office:Office)
  SET _waits.for = _each.waitsFor[_office.client]
}
CALL () {
  UNWIND $rights AS _each
  OPTIONAL MATCH (_restriction:Restriction {id: _each.id})
  OPTIONAL MATCH (_objection:Objection {id: _each.id})
  SET _restriction.purpose = _each.purpose, _objection.purpose = _each.purpose
}
CALL () {
  UNWIND $complaints AS _each
  MATCH (_complaint:Complaint {id: _each.id})
  SET _complaint.kind = _each.kind
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
