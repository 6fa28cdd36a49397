// Purpose: what identifies each node. A thing has one `id`; a dated fact has one node a version, under its `fact`.
// Parameters: none.
// A row: none.
// Index: each constraint brings its own; a fact's versions are also found by `fact` alone, which a composite index
// can't serve.
CREATE CONSTRAINT schema_version_number IF NOT EXISTS FOR (node:SchemaVersion) REQUIRE node.number IS UNIQUE;
// Things.
CREATE CONSTRAINT admin_unit_id IF NOT EXISTS FOR (node:AdminUnit) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT address_id IF NOT EXISTS FOR (node:Address) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT building_id IF NOT EXISTS FOR (node:Building) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT room_id IF NOT EXISTS FOR (node:Room) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT office_id IF NOT EXISTS FOR (node:Office) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT organisation_id IF NOT EXISTS FOR (node:Organisation) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (node:Person) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT landlord_id IF NOT EXISTS FOR (node:Landlord) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT managing_agent_id IF NOT EXISTS FOR (node:ManagingAgent) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT employer_id IF NOT EXISTS FOR (node:Employer) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT workplace_id IF NOT EXISTS FOR (node:Workplace) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT sign_in_id IF NOT EXISTS FOR (node:SignIn) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT case_id IF NOT EXISTS FOR (node:Case) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT inspection_id IF NOT EXISTS FOR (node:Inspection) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT finding_id IF NOT EXISTS FOR (node:Finding) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT repair_order_id IF NOT EXISTS FOR (node:RepairOrder) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT complaint_id IF NOT EXISTS FOR (node:Complaint) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT correction_id IF NOT EXISTS FOR (node:Correction) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT dispute_id IF NOT EXISTS FOR (node:Dispute) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT certificate_id IF NOT EXISTS FOR (node:Certificate) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT counter_code_id IF NOT EXISTS FOR (node:CounterCode) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT write_id IF NOT EXISTS FOR (node:Write) REQUIRE node.id IS UNIQUE;

// Dated facts.
CREATE CONSTRAINT staff_member_version IF NOT EXISTS FOR (node:StaffMember) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX staff_member_fact IF NOT EXISTS FOR (node:StaffMember) ON (node.fact);
CREATE CONSTRAINT ownership_version IF NOT EXISTS FOR (node:Ownership) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX ownership_fact IF NOT EXISTS FOR (node:Ownership) ON (node.fact);
CREATE CONSTRAINT landlord_licence_version IF NOT EXISTS FOR (node:LandlordLicence) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX landlord_licence_fact IF NOT EXISTS FOR (node:LandlordLicence) ON (node.fact);
CREATE CONSTRAINT mandate_version IF NOT EXISTS FOR (node:Mandate) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX mandate_fact IF NOT EXISTS FOR (node:Mandate) ON (node.fact);
CREATE CONSTRAINT person_details_version IF NOT EXISTS FOR (node:PersonDetails) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX person_details_fact IF NOT EXISTS FOR (node:PersonDetails) ON (node.fact);
CREATE CONSTRAINT identity_document_version IF NOT EXISTS FOR (node:IdentityDocument) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX identity_document_fact IF NOT EXISTS FOR (node:IdentityDocument) ON (node.fact);
CREATE CONSTRAINT residence_version IF NOT EXISTS FOR (node:Residence) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX residence_fact IF NOT EXISTS FOR (node:Residence) ON (node.fact);
CREATE CONSTRAINT tenancy_version IF NOT EXISTS FOR (node:Tenancy) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX tenancy_fact IF NOT EXISTS FOR (node:Tenancy) ON (node.fact);
CREATE CONSTRAINT employment_version IF NOT EXISTS FOR (node:Employment) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX employment_fact IF NOT EXISTS FOR (node:Employment) ON (node.fact);
CREATE CONSTRAINT household_version IF NOT EXISTS FOR (node:Household) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX household_fact IF NOT EXISTS FOR (node:Household) ON (node.fact);
CREATE CONSTRAINT declared_contact_version IF NOT EXISTS FOR (node:DeclaredContact) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX declared_contact_fact IF NOT EXISTS FOR (node:DeclaredContact) ON (node.fact);
CREATE CONSTRAINT representation_version IF NOT EXISTS FOR (node:Representation) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX representation_fact IF NOT EXISTS FOR (node:Representation) ON (node.fact);
CREATE CONSTRAINT consent_grant_version IF NOT EXISTS FOR (node:ConsentGrant) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX consent_grant_fact IF NOT EXISTS FOR (node:ConsentGrant) ON (node.fact);
CREATE CONSTRAINT residence_permit_version IF NOT EXISTS FOR (node:ResidencePermit) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX residence_permit_fact IF NOT EXISTS FOR (node:ResidencePermit) ON (node.fact);
CREATE CONSTRAINT entitlement_version IF NOT EXISTS FOR (node:Entitlement) REQUIRE (node.fact, node.version) IS UNIQUE;
CREATE INDEX entitlement_fact IF NOT EXISTS FOR (node:Entitlement) ON (node.fact);
