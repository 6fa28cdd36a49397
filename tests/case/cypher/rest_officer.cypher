// Purpose: let a day pass for an officer: what they attested was before it, and what was refused to them.
// Parameters: $officer (subject)
// Row: none
// Index: StaffMember.subject, CounterRefusals.officer
OPTIONAL MATCH (:StaffMember {subject: $officer})<-[:OPENED_BY]-(case:Case {proof: 'OFFICER_ATTESTED'})
SET case.openedAt = case.openedAt - duration('P2D')
WITH count(case) AS rested
OPTIONAL MATCH (refusals:CounterRefusals {officer: $officer})
SET refusals.day = date('2026-01-01')
