// Purpose: what the resident allowed for a case, withdrawn today.
// Parameters: $number
// Row: changed: how many grants
// Index: Case.number
MATCH (grant:ConsentGrant)-[:IN]->(:Case {number: $number})
SET grant.state = 'WITHDRAWN'
RETURN count(grant) AS changed
