// Purpose: declared contacts that are over.
// Parameters: $day (ISO date: what was over by then), $until (ISO instant: the end of that day in the city)
// Row: _node, _person: who declared it, and who confirmed it
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:DeclaredContact)
WHERE _node.validTo <= date($day) OR _node.recordedTo < datetime($until)
MATCH (_node)-[:OF|IS]->(_person:Person)
