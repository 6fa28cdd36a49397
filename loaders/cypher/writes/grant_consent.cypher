// Purpose: what a resident allows in an open case of theirs, as one dated fact each. The case is locked before its facts
//   are counted. An attested case takes none: the policy would open nothing by it; nor does one of a department that the
//   resident blocks.
// Parameters: $person (id), $case (number), $at (ISO instant), $most (versions of consents in one case),
//   $grants (list of properties, their dates and instants as ISO text)
// Row: hasRoom, isBlocked; no row when the person has no such open case
// Index: Person.id, Case.number
MATCH (_person:Person {id: $person})
MATCH (_case:Case {number: $case})-[:CONCERNS]->(_person)
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _person, _case
WHERE _case.state = 'OPEN' AND datetime($at) < _case.endsAt AND _case.proof <> 'OFFICER_ATTESTED'
WITH _person, _case, COUNT { (_case)<-[:IN]-(:ConsentGrant) } + size($grants) <= $most AS _hasRoom,
  EXISTS {
    MATCH (_case)-[:AT]->(_office:Office)
    MATCH (_person)<-[:OF]-(_block:TransferBlock|Restriction) WHERE _block.client = _office.client AND _block.liftedAt IS NULL
  } AS _isBlocked
FOREACH (_properties IN CASE WHEN _hasRoom AND NOT _isBlocked THEN $grants ELSE [] END |
  CREATE (_grant:ConsentGrant)-[:IN]->(_case)
  CREATE (_grant)-[:GIVEN_BY]->(_person)
  SET _grant = _properties,
    _grant.validFrom = date(_properties.validFrom), _grant.validTo = date(_properties.validTo),
    _grant.recordedFrom = datetime(_properties.recordedFrom), _grant.recordedTo = datetime(_properties.recordedTo))
RETURN _hasRoom AS hasRoom, _isBlocked AS isBlocked
