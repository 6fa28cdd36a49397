// Purpose: what the policy lets be done with personal data. The gate brings it along; the graph holds nothing of it.
// Parameters: $processing (map: policyVersion, activities)
// Row: next: that map
WITH $processing AS next
