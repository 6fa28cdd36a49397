// Purpose: the end of a statement about persons who are to go: they do, with all that is theirs, or none of them, when one is
//   not due any more. Of a household the others stay in it; what somebody else typed about a contact stays theirs, and leads
//   nowhere. A case with an inspection in it stays, about nobody. A landlord, an agent or an employer who was that person
//   goes, with what they had. A dated tombstone each stays, which names nobody, and the mark by which the commit is found.
// Parameters: $persons (ids), $mark (entry, sequence, commitment, keys: as writes/entry), $today (ISO date)
// Row: how many persons went
WHERE _node.id IN $persons
WITH collect(DISTINCT _node) AS _due
WHERE size(_due) = size($persons)
CREATE (_write:Write {id: $mark.entry}) SET _write += $mark
WITH _due
UNWIND _due AS _person
CALL (_person) {
  MATCH (_person)<-[:MEMBER]-(_household:Household)
  WITH _person, _household,
    COLLECT { MATCH (_household)-[:MEMBER]->(_member:Person) RETURN _member.id ORDER BY _member.id } AS _members
  FOREACH (_sealed IN CASE WHEN _members[0] = _person.id THEN [_household] ELSE [] END |
    REMOVE _sealed.sealedEvidence)
  FOREACH (_alone IN CASE WHEN size(_members) = 1 THEN [_household] ELSE [] END | DETACH DELETE _alone)
  RETURN count(*) AS _households
}
CALL (_person) {
  OPTIONAL MATCH (_person)<-[:IS]-(_role:Landlord|ManagingAgent|Employer)
  OPTIONAL MATCH (_role)<-[:BY|HELD_BY|GIVEN_BY|TO]-(_had:Ownership|LandlordLicence|Mandate)
  WITH collect(DISTINCT _had) + collect(DISTINCT _role) AS _all
  FOREACH (_each IN _all | DETACH DELETE _each)
  RETURN size(_all) AS _roles
}
CALL (_person) {
  OPTIONAL MATCH (_person)<-[_edge]-(_near)
  WHERE NOT _near:Household AND NOT (_near:DeclaredContact AND type(_edge) = 'IS')
    AND NOT EXISTS { (_near)<-[:IN]-(:Inspection|Finding|RepairOrder) }
  OPTIONAL MATCH (_near)<--(_far)
  OPTIONAL MATCH (_far)<--(_farther)
  WITH collect(DISTINCT _farther) + collect(DISTINCT _far) + collect(DISTINCT _near) AS _all
  FOREACH (_each IN _all | DETACH DELETE _each)
  RETURN size(_all) AS _theirs
}
DETACH DELETE _person
CREATE (:Erasure {id: randomUUID(), erasedOn: date($today)})
RETURN count(*) AS persons
