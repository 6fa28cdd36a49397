// Purpose: let the days pass which a consent has.
// Parameters: $fact, $from, $to (ISO dates: when it was given, and until when)
// Row: changed: how many versions
// Index: ConsentGrant.fact
MATCH (grant:ConsentGrant {fact: $fact})
SET grant.validFrom = date($from), grant.validTo = date($to)
RETURN count(grant) AS changed
