// Purpose: whether a case is a resident's own, and the transfer that is asked for in it.
// Parameters: $person (id, from the sign-in), $case (number)
// Row: state, office (code of the office to which it is to go, or null), kind and purpose (tokens), isBlocked (the resident blocks that
//   office's department); none: no such case of theirs
// Index: Case.number
MATCH (_case:Case {number: $case})-[:CONCERNS]->(_person:Person {id: $person})
OPTIONAL MATCH (_case)<-[:IN]-(:CaseTransfer)-[:TO]->(_office:Office)
RETURN _case.state AS state, _office.code AS office, _case.kind AS kind, _case.purpose AS purpose,
  EXISTS {
    MATCH (_person)<-[:OF]-(_block:TransferBlock|Restriction) WHERE _block.client = _office.client AND _block.liftedAt IS NULL
  } AS isBlocked
LIMIT 1
