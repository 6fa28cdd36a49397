// Purpose: who is in a household, and whether its evidence is there.
// Parameters: $fact
// Row: members (ids), hasEvidence
MATCH (household:Household {fact: $fact})
RETURN COLLECT { MATCH (household)-[:MEMBER]->(member:Person) RETURN member.id } AS members,
  household.sealedEvidence IS NOT NULL AS hasEvidence
