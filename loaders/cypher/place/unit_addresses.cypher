// Purpose: the addresses of a unit, those of the units below it too.
// Row: next
// Index: Address(unitCode, id)
MATCH (next:Address) USING INDEX next:Address(unitCode, id)
WHERE next.unitCode STARTS WITH this.code AND next.id IS NOT NULL AND next.unitCode STARTS WITH jurisdiction AND keyset
