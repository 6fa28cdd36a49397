// Purpose: all registered addresses of a person, as the register knew them.
// Parameters: $knownAt (ISO instant), $isOwnRecord
// Row: next
MATCH (this)<-[:OF]-(next:Residence)
WHERE next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND next.state <> 'WITHDRAWN'
  AND ($isOwnRecord OR NOT this.isProtected)
