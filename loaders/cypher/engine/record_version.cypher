// Purpose: notes that a migration was applied.
// Parameters: $number – of the migration; $sha256 – of its file, hexadecimal; $appliedAt – UTC instant, ISO 8601 text.
// A row: none.
// Index: SchemaVersion.number: a second note of the same number is refused.
CREATE (:SchemaVersion {number: $number, sha256: $sha256, appliedAt: datetime($appliedAt)})
