// Purpose: what the graph knows of an officer, an office and a case at this moment.
// Parameters: $officer, $office, $client, $today (ISO date), $case (number), $consentDays (how many days a consent
//   lasts at most), $lockedDay (ISO date: whose last residence was over by then is locked)
// Row: one row: jurisdiction (null: no such active officer), number (null: no such case at this office), the case's state,
//   subject (of the case with that number wherever it is: they see who tried), permissions;
//   kind and purpose (tokens, where it is a person's);
//   isRestricted: whether the resident restricts what it is for; isLocked: whether they moved away and their record is locked;
//   lapsed: [permission, state] of each consent that was given in the case and opens nothing now, the latest first
// Index: StaffMember.subject, Office.code, Case.number
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
OPTIONAL MATCH (_any:Case {number: $case})
OPTIONAL MATCH (_any)-[:CONCERNS]->(_subject:Person)
OPTIONAL MATCH (_case:Case {number: $case})-[:AT]->(_office)
OPTIONAL MATCH (_case)-[_role:OPENED_BY|DEPUTY]->(_holder:StaffMember {fact: _staff.fact})
WITH _staff, _office, _case, _subject, collect(type(_role)) AS _roles
RETURN _office.unitCode AS jurisdiction, _case.number AS number, _case.kind AS kind, _case.purpose AS purpose,
  _case.state AS state, _case.proof AS proof, toString(_case.endsAt) AS endsAt, _subject.id AS subject,
  _roles AS roles,
  COLLECT {
    MATCH (_grant:ConsentGrant)-[:IN]->(_case)
    WHERE _grant.validFrom <= date($today) AND date($today) < _grant.validTo
      AND date($today) < _grant.validFrom + duration({days: $consentDays})
      AND _grant.recordedTo = datetime('9999-12-31T00:00:00Z')
      AND _grant.state IN ['DECLARED', 'CONFIRMED']
    UNWIND _grant.permissions AS permission
    RETURN DISTINCT permission
  } AS permissions,
  COLLECT {
    MATCH (_grant:ConsentGrant)-[:IN]->(_case)
    WHERE _grant.recordedTo = datetime('9999-12-31T00:00:00Z') AND _grant.validFrom <= date($today)
      AND (NOT _grant.state IN ['DECLARED', 'CONFIRMED'] OR _grant.validTo <= date($today)
        OR _grant.validFrom + duration({days: $consentDays}) <= date($today))
    UNWIND _grant.permissions AS permission
    WITH permission, _grant ORDER BY _grant.recordedFrom DESC, _grant.fact
    RETURN [permission, _grant.state]
  } AS lapsed,
  EXISTS {
    MATCH (_subject)<-[:OF]-(_restriction:Restriction)
    WHERE _restriction.purpose = _case.purpose AND _restriction.liftedAt IS NULL
  } AS isRestricted,
  EXISTS { (_subject)<-[:OF]-(:Residence) } AND NOT EXISTS {
    MATCH (_subject)<-[:OF]-(_residence:Residence)
    WHERE _residence.recordedTo = datetime('9999-12-31T00:00:00Z') AND _residence.state <> 'WITHDRAWN'
      AND _residence.validTo > date($lockedDay)
  } AS isLocked
