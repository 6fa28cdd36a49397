// Purpose: a refusal of a resident's, and what stands between it and an appeal.
// Parameters: $person (id), $refusal (id, or null), $refused (number of the refused case, or null), $at (ISO instant)
// Row: refusal (id), kind and purpose (tokens), isLate, isAppealed; none: no such refusal of theirs
// Index: Person.id
MATCH (:Person {id: $person})<-[:CONCERNS]-(_case:Case)<-[:IN]-(_refusal:Refusal)
WHERE ($refusal IS NULL OR _refusal.id = $refusal) AND ($refused IS NULL OR _case.number = $refused)
RETURN _refusal.id AS refusal, _case.kind AS kind, _case.purpose AS purpose,
  _refusal.appealBy <= datetime($at) AS isLate, EXISTS { (_refusal)<-[:AGAINST]-(:Appeal) } AS isAppealed
LIMIT 1
