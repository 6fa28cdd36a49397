// Purpose: whether a case waits for an officer.
// Row: next
WITH EXISTS { (this)-[:WAITS_AT]->(:Office) } AS next
