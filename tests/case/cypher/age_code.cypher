// Purpose: let a one-time code's time run out.
// Parameters: $codeHash (keyed hash)
// Row: changed: how many codes
// Index: CounterCode.codeHash
MATCH (code:CounterCode {codeHash: $codeHash})
SET code.expiresAt = datetime('2026-01-01T00:00:00Z')
RETURN count(code) AS changed
