// Purpose: the unique constraints.
// Parameters: none.
// A row: label, properties.
// Index: none.
SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties
WHERE type CONTAINS 'UNIQUENESS'
RETURN labelsOrTypes[0] AS label, properties
