// Purpose: an organisation with a name.
// Parameters: $id – UUID text; $name – text.
// A row: none.
// Index: none.
CREATE (:Organisation {id: $id, legalIdentifier: $id, legalName: $name})
