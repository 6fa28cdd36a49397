// Purpose: consents that ran out or were taken back so long ago that they go.
// Parameters: $day (ISO date: what was over by then), $until (ISO instant: the end of that day in the city)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:ConsentGrant)
WHERE _node.validTo <= date($day) OR _node.recordedTo < datetime($until)
  OR (_node.state IN ['WITHDRAWN', 'ENDED'] AND _node.recordedFrom < datetime($until))
MATCH (_node)-[:GIVEN_BY]->(_person:Person)
