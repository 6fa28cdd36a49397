// Purpose: why a database did not come up. Runs in the database `system`.
// Parameters: none.
// A row: reason – what Neo4j says about one database which failed, as text.
// Index: none; a server has a handful of databases.
SHOW DATABASES YIELD currentStatus, statusMessage
WHERE currentStatus <> 'online' AND statusMessage <> ''
RETURN statusMessage AS reason
