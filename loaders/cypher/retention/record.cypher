// Purpose: persons who moved away so long ago that their record goes: a residence on the record, and none now or later.
//   Whoever still has something else here stays: an open case, a workplace, a tenancy, a licence, somebody they act for.
// Parameters: $day (ISO date: what was over by then), $today (ISO date), $now (ISO instant)
// Row: _node, _person: the same
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:Person)
WHERE EXISTS { (_node)<-[:OF]-(:Residence) }
  AND NOT EXISTS {
    MATCH (_node)<-[:OF]-(_residence:Residence)
    WHERE _residence.recordedTo = datetime('9999-12-31T00:00:00Z') AND _residence.state <> 'WITHDRAWN'
      AND _residence.validTo > date($day)
  }
  AND NOT EXISTS {
    MATCH (_node)<-[:CONCERNS]-(_case:Case) WHERE _case.state <> 'CLOSED' AND datetime($now) < _case.endsAt
  }
  AND NOT EXISTS {
    MATCH (_node)<-[:OF|TO|BY]-(_fact:Employment|Tenancy|Representation)
    WHERE _fact.recordedTo = datetime('9999-12-31T00:00:00Z') AND _fact.state <> 'WITHDRAWN'
      AND _fact.validTo > date($today)
  }
  AND NOT EXISTS {
    MATCH (_node)<-[:IS]-(:Landlord|ManagingAgent)<-[:BY|HELD_BY|GIVEN_BY|TO]-(_fact:Ownership|LandlordLicence|Mandate)
    WHERE _fact.recordedTo = datetime('9999-12-31T00:00:00Z') AND _fact.validTo > date($today)
  }
  AND NOT EXISTS { (_node)<-[:IS]-(:Employer)<-[:OPERATED_BY]-(:Workplace) }
WITH _node, _node AS _person
