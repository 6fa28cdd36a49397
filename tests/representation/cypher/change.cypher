// Purpose: another state, end or recorded end of a representation.
// Parameters: $fact, $state, $validTo (ISO date), $recordedTo (ISO instant)
// Row: what was there before: state, validTo, recordedTo
// Index: Representation.fact
MATCH (representation:Representation {fact: $fact})
WITH representation, [representation.state, toString(representation.validTo), toString(representation.recordedTo)] AS before
SET representation.state = $state, representation.validTo = date($validTo),
  representation.recordedTo = datetime($recordedTo)
RETURN before[0] AS state, before[1] AS validTo, before[2] AS recordedTo
