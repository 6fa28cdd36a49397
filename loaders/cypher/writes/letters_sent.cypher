// Purpose: letters with codes have left: each code is good from now on, and its letter waits no more.
// Parameters: $letters (list of maps: letter, id, codeHash, expiresAt as ISO text), $at (ISO instant)
// Row: none
// Index: LetterCode.id
UNWIND $letters AS _sent
MATCH (_letter:LetterCode {id: _sent.letter})-[:OF]->(_person:Person)
SET _letter.sentAt = datetime($at)
REMOVE _letter.isWaiting
CREATE (_code:CounterCode)-[:OF]->(_person)
SET _code.id = _sent.id, _code.codeHash = _sent.codeHash, _code.expiresAt = datetime(_sent.expiresAt),
  _code.permissions = []
