// Purpose: the supervisory authority, as the operator set it; none where they didn't.
// Parameters: $supervisoryAuthority (map: name, url; or null)
// Row: next: that map
WITH $supervisoryAuthority AS next WHERE next IS NOT NULL
