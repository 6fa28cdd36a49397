// Purpose: what the resident allowed for a case, as far as it stands today.
// Parameters: $today (ISO date), $consentDays (how many days a consent lasts at most)
// Row: next
WITH COLLECT {
  MATCH (_grant:ConsentGrant)-[:IN]->(this)
  WHERE _grant.validFrom <= date($today) AND date($today) < _grant.validTo
    AND date($today) < _grant.validFrom + duration({days: $consentDays})
    AND _grant.recordedTo = datetime('9999-12-31T00:00:00Z') AND _grant.state IN ['DECLARED', 'CONFIRMED']
  UNWIND _grant.permissions AS permission
  RETURN DISTINCT permission ORDER BY permission
} AS next
