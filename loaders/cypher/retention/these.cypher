// Purpose: persons who were erased before, and came back with an older graph.
// Parameters: $persons (ids)
// Row: _node, _person: the same
// Index: Person.id
UNWIND $persons AS _id
MATCH (_node:Person {id: _id})
WITH _node, _node AS _person
