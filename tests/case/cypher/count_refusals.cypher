// Purpose: put a number of refused openings to an officer's account for today.
// Parameters: $officer (subject), $today (ISO date), $count, $id (uuid)
// Row: changed: how many accounts
// Index: CounterRefusals.officer
MERGE (refusals:CounterRefusals {officer: $officer})
ON CREATE SET refusals.id = $id
SET refusals.day = date($today), refusals.count = $count
RETURN count(refusals) AS changed
