// Purpose: a store as it was before its last migration was noted.
// Parameters: $number – of the migration.
// A row: none.
// Index: SchemaVersion.number.
MATCH (version:SchemaVersion {number: $number}) DELETE version
