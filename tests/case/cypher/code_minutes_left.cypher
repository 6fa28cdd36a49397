// Purpose: how long a one-time code still lives.
// Parameters: $codeHash (keyed hash)
// Row: minutes, whole
// Index: CounterCode.codeHash
MATCH (code:CounterCode {codeHash: $codeHash})
RETURN duration.inSeconds(datetime(), code.expiresAt).minutes AS minutes
