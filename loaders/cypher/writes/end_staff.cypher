// Purpose: these are on the staff no more from a day on: a new version of each says so, and the old one stays. Whose first day
//   is that day or a later one never was.
// Parameters: $members (list of maps: fact, version), $on (ISO date), $by (who records it), $at (ISO instant)
// Row: fact; of those that changed in the meantime none
// Index: StaffMember(fact, version)
UNWIND $members AS _member
MATCH (_staff:StaffMember {fact: _member.fact, version: _member.version})
SET _staff.lockedAt = true REMOVE _staff.lockedAt
WITH _staff
WHERE _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
MATCH (_staff)-[:WORKS_AT]->(_office:Office)
CREATE (_ended:StaffMember)-[:WORKS_AT]->(_office)
SET _ended = _staff {
    .*, version: _staff.version + 1, recordedFrom: datetime($at), recordedBy: $by,
    validTo: CASE WHEN date($on) < _staff.validFrom THEN _staff.validFrom ELSE date($on) END,
    state: CASE WHEN date($on) < _staff.validFrom THEN 'WITHDRAWN' ELSE 'ENDED' END
  },
  _staff.recordedTo = datetime($at)
RETURN _ended.fact AS fact
