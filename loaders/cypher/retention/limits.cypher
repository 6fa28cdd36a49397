// Purpose: restrictions and blocks which a resident lifted so long ago that they go. What is off
//   a screen goes with the person: it never ends by itself.
// Parameters: $until (ISO instant: the end of the last day from which the period is over)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:Restriction|TransferBlock)-[:OF]->(_person:Person)
WHERE _node.liftedAt < datetime($until)
