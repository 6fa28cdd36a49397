// Purpose: the offices of a department, all over the city: whoever has a sign-in may know where to turn to.
// Parameters: $department (its client), $named (part of a name in either script, or null)
// Row: next
// Index: Office.client
MATCH (next:Office {client: $department})
WHERE next.validTo IS NULL AND ($named IS NULL OR next.name CONTAINS $named OR EXISTS {
    MATCH (_unit:AdminUnit {code: next.unitCode})
    WHERE _unit.name CONTAINS $named OR toLower(_unit.latinName) CONTAINS toLower($named)
  }) AND keyset
