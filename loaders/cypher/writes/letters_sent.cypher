// Purpose: letters with codes have left: each code is good from now on, and its letter waits no more.
//   One that links a sign-in takes the place of whatever was made or sent for that before.
// Parameters: $letters (list of maps: letter, id, codeHash, expiresAt as ISO text), $at (ISO instant)
// Row: none
// Index: LetterCode.id
UNWIND $letters AS _sent
MATCH (_letter:LetterCode {id: _sent.letter})-[:OF]->(_person:Person)
SET _letter.sentAt = datetime($at)
REMOVE _letter.isWaiting
WITH _letter, _person, _sent
CALL (_letter, _person, _sent) {
  WITH * WHERE _letter.halfHash IS NULL
  CREATE (_code:CounterCode)-[:OF]->(_person)
  SET _code.id = _sent.id, _code.codeHash = _sent.codeHash, _code.expiresAt = datetime(_sent.expiresAt),
    _code.permissions = []
}
CALL (_letter, _person, _sent) {
  WITH * WHERE _letter.halfHash IS NOT NULL
  SET _person.lockedAt = true REMOVE _person.lockedAt
  WITH *
  MERGE (_code:LinkingCode)-[:OF]->(_person)
  ON CREATE SET _code.id = _sent.id
  SET _code.codeHash = _sent.codeHash, _code.expiresAt = datetime(_sent.expiresAt)
  REMOVE _code.usedAt
}
