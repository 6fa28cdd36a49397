// Purpose: by which representations others may act for a person today. Nobody is named.
// Parameters: $today (ISO date)
// Row: next
MATCH (this)<-[:FOR]-(next:Representation)
WHERE next.validFrom <= date($today) AND date($today) < next.validTo
  AND next.recordedTo = datetime('9999-12-31T00:00:00Z') AND next.state = 'CONFIRMED'
