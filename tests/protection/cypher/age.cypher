// Purpose: a person's record as an older hub had it: in clear. What it has of nodes is made, not found.
// Parameters: $person (id), $case (id), $protection, $disclosure, $notice, $restriction, $objection, $complaint (ids),
//   $sealed (bytes), $at (ISO instant)
// Row: how many employments
// Index: Person.id, Case.id
MATCH (person:Person {id: $person})
MATCH (case:Case {id: $case})-[:CONCERNS]->(person)
SET person.isProtected = true, case.kind = 'HEALTH_SERVICE', case.purpose = 'health-service'
CREATE (:Protection {id: $protection, since: datetime($at), sealedEvidence: $sealed})-[:OF]->(person)
CREATE (:Disclosure {id: $disclosure, askedAt: datetime($at), isAllowed: true, sealedEvidence: $sealed})-[:IN]->(case)
CREATE (:Notice {id: $notice, kind: 'ADDRESS_PROTECTED', at: datetime($at)})-[:TO]->(person)
CREATE (:Restriction {id: $restriction, purpose: 'health-service', setAt: datetime($at), sealedEvidence: $sealed})-[:OF]->(person)
CREATE (:Objection {id: $objection, purpose: 'health-service', raisedAt: datetime($at), dueAt: datetime($at),
  sealedEvidence: $sealed})-[:IN]->(case)
CREATE (:Complaint {id: $complaint, kind: 'WAGES', state: 'RECEIVED', receivedOn: date('2026-11-01')})-[:MADE_BY]->(person)
WITH person, case
MATCH (office:Office {client: 'health'}) WITH person, case, office ORDER BY office.code LIMIT 1
CREATE (case)-[:WAITS_AT]->(office)
WITH person
MATCH (employment:Employment)-[:OF]->(person)
SET employment.contract = 'APPRENTICE' REMOVE employment.sealedEmployment
RETURN count(employment) AS employments
