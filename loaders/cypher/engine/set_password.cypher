// Purpose: gives the embedded server's one user the password of the password file. Runs in the database `system`.
// Parameters: $password – text.
// A row: none.
// Index: none; `system` keeps users under their name.
ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED
