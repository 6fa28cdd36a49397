// Purpose: takes what `spoil` made out again.
// Parameters: $ids (of facts, rooms and buildings)
// Row: none
// Index: the constraints on Residence, IdentityDocument (fact, version), Room.id, Building.id
MATCH (this:Residence|IdentityDocument|Room|Building) WHERE this.fact IN $ids OR this.id IN $ids
DETACH DELETE this
