// Purpose: the natural persons who are parties to an open inspection: they own the place which it concerns (or the building around it), or run the workplace.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next, a map: id (the person's, for the log), role, person, party (the landlord or the employer), place
CALL (this) {
  MATCH (this)-[:CONCERNS]->(_place:Room|Building)
  MATCH (_place)-[:IN*0..1]->(_p)<-[:OF]-(_o:Ownership)-[:BY]->(_party:Landlord)-[:IS]->(_person:Person)
  WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
    AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
  RETURN DISTINCT 'LANDLORD' AS _role, _person, _party, _place
  UNION
  MATCH (this)-[:CONCERNS]->(_place:Workplace)-[:OPERATED_BY]->(_party:Employer)-[:IS]->(_person:Person)
  RETURN DISTINCT 'EMPLOYER' AS _role, _person, _party, _place
}
WITH this, _role, _person, _party, _place WHERE this.state = 'OPEN'
WITH {id: _person.id, role: _role, person: _person, party: _party, place: _place} AS next
