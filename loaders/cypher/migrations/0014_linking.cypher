// Purpose: the codes by which residents link a sign-in: their key, and the hash they are found by.
// Parameters: none.
// A row: none.
// Index: those it makes.
CREATE CONSTRAINT linking_code_id IF NOT EXISTS FOR (node:LinkingCode) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT linking_code_hash IF NOT EXISTS FOR (node:LinkingCode) REQUIRE node.codeHash IS UNIQUE;
