// Purpose: what a person was told: kinds (tokens) and instants.
//   Whoever acts for a person learns nothing of a protection.
// Parameters: $knownAt (ISO instant), $isOwnRecord, $ownKinds (tokens of the kinds about it)
// Row: next, a map: id, order (falls with the instant), kind, at, readAt
MATCH (this)<-[:TO]-(_notice:Notice) WHERE _notice.at <= datetime($knownAt)
  AND ($isOwnRecord OR NOT _notice.kind IN $ownKinds)
WITH {
  id: _notice.id, order: -_notice.at.epochMillis, kind: _notice.kind, at: _notice.at, readAt: _notice.readAt
} AS next
