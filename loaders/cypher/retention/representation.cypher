// Purpose: representations that ended so long ago that they go.
// Parameters: $day (ISO date: what was over by then), $until (ISO instant: the end of that day in the city)
// Row: _node, _person: who acted, and for whom
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:Representation)
WHERE _node.validTo <= date($day) OR _node.recordedTo < datetime($until)
MATCH (_node)-[:BY|FOR]->(_person:Person)
