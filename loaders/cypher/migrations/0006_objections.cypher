// Purpose: what objections are found by: the office that answers them.
// Parameters: none.
// A row: none.
// Index: those it makes.
CREATE CONSTRAINT objection_id IF NOT EXISTS FOR (node:Objection) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT objection_answer_id IF NOT EXISTS FOR (node:ObjectionAnswer) REQUIRE node.id IS UNIQUE;
CREATE INDEX office_client IF NOT EXISTS FOR (node:Office) ON (node.client);
