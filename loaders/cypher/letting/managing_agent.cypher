// Purpose: one agent that is a legal person, with a mandate for a place in the jurisdiction.
// Parameters: $id (uuid), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: ManagingAgent.id
MATCH (next:ManagingAgent {id: $id})-[:IS]->(:Organisation)
WHERE EXISTS {
    MATCH (next)<-[:TO]-(_m:Mandate)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction
      AND _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
  }
