// Purpose: the open cases of an office that nobody holds any more once these officers are gone; of all of it, with those that
//   wait there. Numbers, and nothing of what or whom they are about.
// Parameters: $office (code), $facts (ids of members of staff; null: everybody), $at (ISO instant), $limit
// Row: number
// Index: Office.code
MATCH (_office:Office {code: $office})<-[:AT]-(_case:Case)
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
  AND ($facts IS NULL OR EXISTS { MATCH (_case)-[:OPENED_BY]->(_holder:StaffMember) WHERE _holder.fact IN $facts })
RETURN _case.number AS number ORDER BY number LIMIT $limit
