// Purpose: the community in which a workplace lies.
// Row: next
// Index: AdminUnit.code
MATCH (next:AdminUnit {code: this.unitCode})
