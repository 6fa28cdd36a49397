// Purpose: what identifies a disclosure that is asked for, a protection, what is off a screen, and a letter that waits.
// Parameters: none.
// A row: none.
// Index: those it makes.
CREATE CONSTRAINT disclosure_id IF NOT EXISTS FOR (node:Disclosure) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT letter_code_id IF NOT EXISTS FOR (node:LetterCode) REQUIRE node.id IS UNIQUE;
CREATE INDEX letter_code_waiting IF NOT EXISTS FOR (node:LetterCode) ON (node.isWaiting);
CREATE CONSTRAINT off_screen_id IF NOT EXISTS FOR (node:OffScreen) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT protection_id IF NOT EXISTS FOR (node:Protection) REQUIRE node.id IS UNIQUE;
