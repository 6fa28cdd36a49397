// Purpose: locks two rooms, one after the other with a pause, so that two of these meet.
// Parameters: $first, $second – UUID texts.
// A row: none.
// Index: Room(id), unique.
MATCH (first:Room {id: $first})
SET first.lockedBy = $second
WITH first
UNWIND range(1, 3000000) AS step
WITH first, max(step) AS pause
MATCH (second:Room {id: $second})
SET second.lockedBy = $first
