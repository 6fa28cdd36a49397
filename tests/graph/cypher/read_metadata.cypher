// Purpose: what the running transactions say of themselves.
// Parameters: none.
// A row: metadata – a map.
// Index: none.
SHOW TRANSACTIONS YIELD metaData
RETURN metaData AS metadata
