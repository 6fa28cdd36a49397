// Purpose: the buildings of a unit, those of the units below it too.
// Row: next
// Index: Building(unitCode, id)
MATCH (next:Building) USING INDEX next:Building(unitCode, id)
WHERE next.unitCode STARTS WITH this.code AND next.id IS NOT NULL AND next.unitCode STARTS WITH jurisdiction AND keyset
