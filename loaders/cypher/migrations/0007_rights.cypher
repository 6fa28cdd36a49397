// Purpose: what identifies restrictions, blocks, refusals, appeals and their answers. All are found from their person.
// Parameters: none.
// A row: none.
// Index: each constraint brings its own.
CREATE CONSTRAINT restriction_id IF NOT EXISTS FOR (node:Restriction) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT transfer_block_id IF NOT EXISTS FOR (node:TransferBlock) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT refusal_id IF NOT EXISTS FOR (node:Refusal) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT appeal_id IF NOT EXISTS FOR (node:Appeal) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT appeal_answer_id IF NOT EXISTS FOR (node:AppealAnswer) REQUIRE node.id IS UNIQUE;
