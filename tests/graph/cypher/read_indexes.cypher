// Purpose: the indexes which are ready.
// Parameters: none.
// A row: kind, label, properties.
// Index: none.
SHOW INDEXES YIELD type, state, labelsOrTypes, properties
WHERE state = 'ONLINE' AND type <> 'LOOKUP'
RETURN type AS kind, labelsOrTypes[0] AS label, properties
