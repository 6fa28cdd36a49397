// Purpose: why a database did not come up. Runs in the database `system`.
// Parameters: none.
// A row: reason – what Neo4j says about one database which is not online, as text.
// Index: none; a server has a handful of databases.
SHOW DATABASES YIELD currentStatus, statusMessage
WHERE currentStatus <> 'online'
RETURN statusMessage AS reason
