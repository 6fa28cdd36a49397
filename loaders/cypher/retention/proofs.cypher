// Purpose: receipt cards, passkeys and sign-ins that were given up so long ago that they go.
// Parameters: $until (ISO instant: the end of the last day from which the period is over)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:ReceiptCard|Passkey|SignIn)-[:OF]->(_person:Person)
WHERE coalesce(_node.revokedAt, _node.endedAt) < datetime($until)
