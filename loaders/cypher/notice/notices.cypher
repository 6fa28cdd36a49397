// Purpose: what a person was told: kinds and instants.
// Parameters: $knownAt (ISO instant)
// Row: next, a map: id, order (falls with the instant), kind, at, readAt
MATCH (this)<-[:TO]-(_notice:Notice) WHERE _notice.at <= datetime($knownAt)
WITH {
  id: _notice.id, order: -_notice.at.epochMillis, kind: _notice.kind, at: _notice.at, readAt: _notice.readAt
} AS next
