// Purpose: count what was refused to an officer at a counter today, and use up the challenge that was shown. Not about a
//   person: the count is the officer's, and of the last day only.
// Parameters: $id (uuid), $officer, $today (ISO date), $challengeHash (keyed hash, or empty), $at (ISO instant)
// Row: none
// Index: CounterRefusals.officer, CounterChallenge.challengeHash
MERGE (_refusals:CounterRefusals {officer: $officer})
ON CREATE SET _refusals.id = $id, _refusals.day = date($today), _refusals.count = 0
SET _refusals.lockedAt = true REMOVE _refusals.lockedAt
WITH _refusals
SET _refusals.count = CASE WHEN _refusals.day = date($today) THEN _refusals.count ELSE 0 END + 1,
  _refusals.day = date($today)
WITH _refusals
OPTIONAL MATCH (_challenge:CounterChallenge {challengeHash: $challengeHash, officer: $officer})
SET _challenge.usedAt = datetime($at)
