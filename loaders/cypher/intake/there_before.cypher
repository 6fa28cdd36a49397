// Purpose: who of these was in the register before the intake that is open: nothing about them comes in by a file.
// Parameters: $persons (ids), $intake (the mark of the intake)
// Row: person, an id
// Index: Person.id
UNWIND $persons AS _id
MATCH (_person:Person {id: _id}) WHERE _person.intake IS NULL OR _person.intake <> $intake
RETURN _person.id AS person
