// Purpose: a resident's own record: no office, so no jurisdiction. No unit code starts with a hyphen.
// Row: jurisdiction
WITH '-' AS jurisdiction
