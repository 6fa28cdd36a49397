// Purpose: what the administrative unit of an office is called in Latin letters.
// Row: next: a name
// Index: AdminUnit.code
MATCH (_unit:AdminUnit {code: this.unitCode})
WITH _unit.latinName AS next
