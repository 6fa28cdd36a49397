// Purpose: let a day pass for an officer: what they attested was before it, and what was refused to them.
// Parameters: $officer (subject)
// Row: none
// Index: StaffMember.subject, CounterRefusals.officer
// Only cases of these days are moved: the imported ones stay as the rows say, which other tests read.
OPTIONAL MATCH (:StaffMember {subject: $officer})<-[:OPENED_BY]-(case:Case {proof: 'OFFICER_ATTESTED'})
WHERE case.openedAt > datetime() - duration('P2D')
SET case.openedAt = case.openedAt - duration('P2D')
WITH count(case) AS rested
OPTIONAL MATCH (refusals:CounterRefusals {officer: $officer})
SET refusals.day = date('2026-01-01')
