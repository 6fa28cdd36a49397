// Purpose: use up what a resident proved themselves by, and mark it with `use`: the statement behind it in the same commit
//   looks for the mark. The lock comes before the look. Of a card the mark is all; a passkey needs its challenge, and its
//   counter where it stood when the signature was checked.
// Parameters: $use (uuid, or null without a proof), $codeHash, $cardHash, $credentialHash, $challengeHash (keyed hashes; empty for what was not shown), $signCount, $signCountBefore, $at (ISO instant)
// Row: none
// Index: CounterCode.codeHash, ReceiptCard.codeHash, Passkey.credentialHash, CounterChallenge.challengeHash
OPTIONAL MATCH (_code:CounterCode {codeHash: $codeHash})
OPTIONAL MATCH (_card:ReceiptCard {codeHash: $cardHash})
OPTIONAL MATCH (_passkey:Passkey {credentialHash: $credentialHash})
OPTIONAL MATCH (_challenge:CounterChallenge {challengeHash: $challengeHash})
FOREACH (_lock IN [item IN [_code, _card, _passkey, _challenge] WHERE item IS NOT NULL] |
  SET _lock.lockedAt = true REMOVE _lock.lockedAt)
WITH _code, _card, _passkey, _challenge,
  _passkey.revokedAt IS NULL AND _passkey.signCount = $signCountBefore
    AND _challenge.challengeHash = $challengeHash AND _challenge.usedAt IS NULL AS _isSigned
FOREACH (_used IN CASE WHEN _code.usedAt IS NULL AND datetime($at) < _code.expiresAt THEN [_code] ELSE [] END |
  SET _used.usedAt = datetime($at), _used.use = $use)
FOREACH (_used IN CASE WHEN _card.revokedAt IS NULL AND _card.codeHash = $cardHash THEN [_card] ELSE [] END |
  SET _used.use = $use)
FOREACH (_used IN CASE WHEN _isSigned THEN [_passkey] ELSE [] END |
  SET _used.signCount = $signCount, _used.use = $use)
FOREACH (_used IN CASE WHEN _isSigned THEN [_challenge] ELSE [] END | SET _used.usedAt = datetime($at))
