// Purpose: the one deputy of a case, by its holder: a new one takes the place of the old, and null takes the old one's place.
// Parameters: $case (number), $office (code), $officer (subject of the holder), $member (subject of the deputy, or null), $today (ISO date)
// Row: number; no row when the case was closed, moved or handed on, or the deputy has left
// Index: Case.number, StaffMember.subject
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:AT]->(_office:Office {code: $office})
WHERE _case.state <> 'CLOSED' AND EXISTS { (_case)-[:OPENED_BY]->(:StaffMember {subject: $officer}) }
OPTIONAL MATCH (_deputy:StaffMember {subject: $member})-[:WORKS_AT]->(_office)
WHERE _deputy.validFrom <= date($today) AND date($today) < _deputy.validTo
  AND _deputy.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _case, _deputy LIMIT 1
WHERE $member IS NULL OR _deputy IS NOT NULL
OPTIONAL MATCH (_case)-[_old:DEPUTY]->()
WITH _case, _deputy, collect(_old) AS _olds
FOREACH (_edge IN _olds | DELETE _edge)
FOREACH (_named IN CASE WHEN _deputy IS NULL THEN [] ELSE [_deputy] END | CREATE (_case)-[:DEPUTY]->(_named))
RETURN _case.number AS number
