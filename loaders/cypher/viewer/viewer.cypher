// Purpose: who is asking: nothing but what the token says.
// Parameters: $client, $officer
// Row: next
WITH {client: $client, officer: $officer} AS next
