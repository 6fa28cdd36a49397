// Purpose: which of these notices of a breach are there already.
// Parameters: $ids
// Row: id
// Index: BreachNotice.id
UNWIND $ids AS _id
MATCH (_breach:BreachNotice {id: _id})
RETURN _breach.id AS id
