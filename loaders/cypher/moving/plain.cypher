// Purpose: what a store of an older hub says in clear, a page of persons at a time.
// Parameters: $after (a person's id: those behind it), $limit (persons), $kinds (of notices), $complaints (kinds of them), $purposes
// Row: person, isProtected, protections [id, since, until, sealed reason], disclosures [id, case, askedAt, sealed reason, isAllowed, answeredAt, endedAt], notices [id, kind], employments [fact, version, contract], cases [id, kind, purpose], rights [id, purpose], complaints [id, kind],
//   entitlements [fact, version, service, rule]
// Index: Person.id
MATCH (_person:Person) WHERE _person.id > $after
WITH _person ORDER BY _person.id LIMIT $limit
RETURN _person.id AS person, coalesce(_person.isProtected, false) AS isProtected,
  COLLECT {
    MATCH (_protection:Protection)-[:OF]->(_person)
    WITH _protection ORDER BY _protection.since
    RETURN [_protection.id, toString(_protection.since), toString(_protection.until), _protection.sealedEvidence]
  } AS protections,
  COLLECT {
    MATCH (_person)<-[:CONCERNS]-(_case:Case)<-[:IN]-(_asked:Disclosure)
    WITH _case, _asked ORDER BY _asked.askedAt
    RETURN [_asked.id, _case.number, toString(_asked.askedAt), _asked.sealedEvidence, _asked.isAllowed,
      toString(_asked.answeredAt), toString(_asked.endedAt)]
  } AS disclosures,
  COLLECT {
    MATCH (_notice:Notice)-[:TO]->(_person) WHERE _notice.kind IN $kinds
    RETURN [_notice.id, _notice.kind]
  } AS notices,
  COLLECT {
    MATCH (_employment:Employment)-[:OF]->(_person) WHERE _employment.contract IS NOT NULL
    RETURN [_employment.fact, _employment.version, _employment.contract]
  } AS employments,
  COLLECT {
    MATCH (_person)<-[:CONCERNS]-(_case:Case) WHERE _case.purpose IN $purposes
    RETURN [_case.id, _case.kind, _case.purpose]
  } AS cases,
  COLLECT {
    MATCH (_person)<-[:OF]-(_right:Restriction) WHERE _right.purpose IN $purposes
    RETURN [_right.id, _right.purpose] AS _row
    UNION
    MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_right:Objection) WHERE _right.purpose IN $purposes
    RETURN [_right.id, _right.purpose] AS _row
  } AS rights,
  COLLECT {
    MATCH (_complaint:Complaint)-[:MADE_BY]->(_person) WHERE _complaint.kind IN $complaints
    RETURN [_complaint.id, _complaint.kind] AS _row
    UNION
    MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_complaint:Complaint) WHERE _complaint.kind IN $complaints
    RETURN [_complaint.id, _complaint.kind] AS _row
  } AS complaints,
  COLLECT {
    MATCH (_entitlement:Entitlement)-[:OF]->(_person) WHERE _entitlement.service IS NOT NULL
    RETURN [_entitlement.fact, _entitlement.version, _entitlement.service, _entitlement.rule]
  } AS entitlements
ORDER BY person
