// Purpose: what a node is found by beside its key: codes, numbers, keyed hashes, and the place within a jurisdiction.
// Parameters: none.
// A row: none.
// Index: those it makes. None is on a name, a birth date or anything else that describes a person (design §1).

// What can exist only once.
CREATE CONSTRAINT admin_unit_code IF NOT EXISTS FOR (node:AdminUnit) REQUIRE node.code IS UNIQUE;
CREATE CONSTRAINT office_code IF NOT EXISTS FOR (node:Office) REQUIRE node.code IS UNIQUE;
CREATE CONSTRAINT organisation_legal_identifier IF NOT EXISTS FOR (node:Organisation) REQUIRE node.legalIdentifier IS UNIQUE;
CREATE CONSTRAINT case_number IF NOT EXISTS FOR (node:Case) REQUIRE node.number IS UNIQUE;
CREATE CONSTRAINT sign_in_hash IF NOT EXISTS FOR (node:SignIn) REQUIRE node.signInHash IS UNIQUE;
CREATE CONSTRAINT counter_code_hash IF NOT EXISTS FOR (node:CounterCode) REQUIRE node.codeHash IS UNIQUE;
CREATE CONSTRAINT write_entry IF NOT EXISTS FOR (node:Write) REQUIRE node.entry IS UNIQUE;

// What several versions share, or what two people's records may both claim until the central office has compared them.
CREATE INDEX landlord_licence_number IF NOT EXISTS FOR (node:LandlordLicence) ON (node.number);
CREATE INDEX staff_member_subject IF NOT EXISTS FOR (node:StaffMember) ON (node.subject);
CREATE INDEX identity_document_number_hash IF NOT EXISTS FOR (node:IdentityDocument) ON (node.numberHash);

// A place lies in a jurisdiction when its unit code starts with the office's; `id` is the order of every connection.
CREATE INDEX address_unit IF NOT EXISTS FOR (node:Address) ON (node.unitCode, node.id);
CREATE INDEX building_unit IF NOT EXISTS FOR (node:Building) ON (node.unitCode, node.id);
CREATE INDEX room_unit IF NOT EXISTS FOR (node:Room) ON (node.unitCode, node.id);
CREATE INDEX workplace_unit IF NOT EXISTS FOR (node:Workplace) ON (node.unitCode, node.id);
CREATE INDEX office_unit IF NOT EXISTS FOR (node:Office) ON (node.unitCode, node.id);
