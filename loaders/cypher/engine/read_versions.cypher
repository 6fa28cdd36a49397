// Purpose: which migrations a store has.
// Parameters: none.
// A row: number – of the migration; sha256 – of its file when it was applied, hexadecimal.
// Index: SchemaVersion.number, once the first migration is there; before, there is no such node.
MATCH (version:SchemaVersion)
RETURN version.number AS number, version.sha256 AS sha256
ORDER BY number
