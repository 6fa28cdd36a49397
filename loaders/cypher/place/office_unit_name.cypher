// Purpose: what the administrative unit of an office is called.
// Row: next: a name
// Index: AdminUnit.code
MATCH (_unit:AdminUnit {code: this.unitCode})
WITH _unit.name AS next
