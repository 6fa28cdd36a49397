// Purpose: every consent that a person gave, as the register knew it. Those in a case that is off the screen are left out.
// Parameters: $asOf (ISO date), $knownAt (ISO instant), $offScreenCases (numbers), $consentDays (how many days a consent lasts at most)
// Row: next, a map: id (the person's), fact, order (falls with the instant at which it was given), case, purpose,
//   permissions, office, officeName, client, how, givenAt, validTo, state, revokedAt
// Index: ConsentGrant(fact, version)
MATCH (this)<-[:GIVEN_BY]-(_grant:ConsentGrant)-[:IN]->(_case:Case)-[:AT]->(_office:Office)
WHERE _grant.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _grant.recordedTo
  AND _grant.validFrom <= date($asOf)
  AND NOT _case.number IN $offScreenCases
OPTIONAL MATCH (_first:ConsentGrant {fact: _grant.fact, version: 1})
WITH this, _grant, _case, _office, coalesce(_first.recordedFrom, _grant.recordedFrom) AS _given,
  _grant.validFrom + duration({days: $consentDays}) AS _latest
WITH this, _grant, _case, _office, _given, CASE WHEN _grant.validTo < _latest THEN _grant.validTo ELSE _latest END AS _end
WITH {
  id: this.id,
  fact: _grant.fact,
  order: -_given.epochMillis,
  case: _case.number,
  purpose: _case.purpose,
  permissions: coalesce(_grant.permissions, []),
  office: _office.code,
  officeName: _office.name,
  client: _office.client,
  how: CASE WHEN _grant.recordedBy = 'online' THEN 'ONLINE' ELSE _case.proof END,
  givenAt: _given,
  validTo: _end,
  state: CASE
    WHEN _grant.state = 'WITHDRAWN' THEN 'REVOKED'
    WHEN NOT _grant.state IN ['DECLARED', 'CONFIRMED'] OR _end <= date($asOf) THEN 'EXPIRED'
    WHEN _case.state = 'CLOSED' OR _case.endsAt <= datetime($knownAt) THEN 'EXPIRED'
    ELSE 'IN_FORCE' END,
  revokedAt: CASE WHEN _grant.state = 'WITHDRAWN' THEN _grant.recordedFrom END
} AS next
