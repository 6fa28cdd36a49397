// Purpose: the office at which a resident opens a case online, and how many such cases they have open.
// Parameters: $person (id, from the sign-in), $target (code of the office), $at (ISO instant)
// Row: one row: client (the department to which the office belongs; null: no such office), open, isBlocked (the
//   resident blocks that department)
// Index: Person.id, Office.code
OPTIONAL MATCH (_office:Office {code: $target}) WHERE _office.validTo IS NULL
RETURN _office.client AS client,
  COUNT {
    MATCH (:Person {id: $person})<-[:CONCERNS]-(_case:Case {proof: 'ONLINE'})
    WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
  } AS open,
  EXISTS {
    MATCH (:Person {id: $person})<-[:OF]-(_block:TransferBlock|Restriction)
    WHERE _block.client = _office.client AND _block.liftedAt IS NULL
  } AS isBlocked
