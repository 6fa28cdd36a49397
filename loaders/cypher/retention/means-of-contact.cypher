// Purpose: the channels of those who moved away.
// Parameters: $day (ISO date: what was over by then)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_node:NoticeChannel)-[:OF]->(_person:Person)
WHERE EXISTS { (_person)<-[:OF]-(:Residence) }
  AND NOT EXISTS {
    MATCH (_person)<-[:OF]-(_residence:Residence)
    WHERE _residence.recordedTo = datetime('9999-12-31T00:00:00Z') AND _residence.state <> 'WITHDRAWN'
      AND _residence.validTo > date($day)
  }
