// Purpose: all registered addresses of a person, as the register knew them.
// Parameters: $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:OF]-(next:Residence)
WHERE next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND next.state <> 'WITHDRAWN'
