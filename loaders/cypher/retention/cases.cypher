// Purpose: cases about a person that were closed so long ago that they go, with what hangs on them; complaints in cases
//   about a place, too. A case stays while a permit or an entitlement of it is in force, and where an inspection is in it.
// Parameters: $day (ISO date: what was over by then), $until (ISO instant: the end of that day in the city)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_case:Case)
WHERE coalesce(_case.closedAt, _case.endsAt) < datetime($until)
CALL (_case) {
  MATCH (_case)-[:CONCERNS]->(_person:Person)
  WHERE NOT EXISTS { (_case)<-[:IN]-(:Inspection|Finding|RepairOrder) }
    AND NOT EXISTS {
      MATCH (_case)<-[:IN]-(_fact:ResidencePermit|Entitlement)
      WHERE _fact.recordedTo = datetime('9999-12-31T00:00:00Z') AND _fact.validTo > date($day)
    }
  UNWIND [_case] + COLLECT { MATCH (_case)<-[:IN]-(_hangs) RETURN _hangs }
    + COLLECT { MATCH (_case)<-[:IN]-(:Objection|Appeal)<-[:TO]-(_answer:ObjectionAnswer|AppealAnswer) RETURN _answer }
    AS _node
  RETURN _node, _person
  UNION
  MATCH (_case)<-[:IN]-(_node:Complaint)-[:MADE_BY]->(_person:Person)
  RETURN _node, _person
}
WITH _node, _person
