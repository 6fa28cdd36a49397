// Purpose: one-time codes, codes that link a sign-in, letters with one and challenges that ran out.
// Parameters: $until (ISO instant: the end of the last day from which the period is over)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:CounterCode|LinkingCode|PasskeyChallenge|LetterCode)-[:OF]->(_person:Person)
WHERE _node.expiresAt < datetime($until)
