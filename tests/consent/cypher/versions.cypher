// Purpose: every version of a consent, as it is stored.
// Parameters: $fact
// Row: version, state, source, recordedBy, whether its recorded interval is open, and whether it begins where the one before ends
// Index: ConsentGrant.fact
MATCH (grant:ConsentGrant {fact: $fact})
OPTIONAL MATCH (before:ConsentGrant {fact: $fact, version: grant.version - 1})
RETURN grant.version AS version, grant.state AS state, grant.source AS source, grant.recordedBy AS recordedBy,
  grant.recordedTo = datetime('9999-12-31T00:00:00Z') AS isOpen, before.recordedTo = grant.recordedFrom AS follows
ORDER BY version
