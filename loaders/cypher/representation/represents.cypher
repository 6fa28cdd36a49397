// Purpose: by which representations a person may act for others today. Nobody is named; and acting for somebody leads no
//   further, to whom that person may act for.
// Parameters: $today (ISO date), $isOwnRecord
// Row: next
MATCH (this)<-[:BY]-(next:Representation)
WHERE $isOwnRecord
  AND next.validFrom <= date($today) AND date($today) < next.validTo
  AND next.recordedTo = datetime('9999-12-31T00:00:00Z') AND next.state = 'CONFIRMED'
