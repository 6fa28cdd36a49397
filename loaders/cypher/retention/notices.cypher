// Purpose: notices of so long ago that they go, with their deliveries and what they say of a breach.
// Parameters: $until (ISO instant: the end of the last day from which the period is over)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_notice:Notice)-[:TO]->(_person:Person)
WHERE _notice.at < datetime($until)
UNWIND [_notice] + COLLECT { MATCH (_notice)<-[:OF]-(_of:Delivery|BreachNotice) RETURN _of } AS _node
WITH _node, _person
