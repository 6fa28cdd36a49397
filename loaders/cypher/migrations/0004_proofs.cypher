// Purpose: what residents prove themselves by at a counter, and cases on their way: keys, and the hashes they are found by.
// Parameters: none.
// A row: none.
// Index: those it makes.
CREATE CONSTRAINT receipt_card_id IF NOT EXISTS FOR (node:ReceiptCard) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT receipt_card_code_hash IF NOT EXISTS FOR (node:ReceiptCard) REQUIRE node.codeHash IS UNIQUE;
CREATE CONSTRAINT passkey_id IF NOT EXISTS FOR (node:Passkey) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT passkey_credential_hash IF NOT EXISTS FOR (node:Passkey) REQUIRE node.credentialHash IS UNIQUE;
CREATE CONSTRAINT passkey_challenge_id IF NOT EXISTS FOR (node:PasskeyChallenge) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT passkey_challenge_hash IF NOT EXISTS FOR (node:PasskeyChallenge) REQUIRE node.challengeHash IS UNIQUE;
CREATE CONSTRAINT counter_challenge_id IF NOT EXISTS FOR (node:CounterChallenge) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT counter_challenge_hash IF NOT EXISTS FOR (node:CounterChallenge) REQUIRE node.challengeHash IS UNIQUE;
CREATE CONSTRAINT counter_refusals_id IF NOT EXISTS FOR (node:CounterRefusals) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT counter_refusals_officer IF NOT EXISTS FOR (node:CounterRefusals) REQUIRE node.officer IS UNIQUE;
CREATE CONSTRAINT case_transfer_id IF NOT EXISTS FOR (node:CaseTransfer) REQUIRE node.id IS UNIQUE;

// An officer has one challenge at an office: a new one takes its place.
CREATE CONSTRAINT counter_challenge_officer IF NOT EXISTS FOR (node:CounterChallenge) REQUIRE (node.officer, node.office) IS UNIQUE;
