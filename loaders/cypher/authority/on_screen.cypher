// Purpose: whose data stands on an officer's screen: the parties to an open inspection, and who holds the licences shown.
// Parameters: $officer, $office, $client, $today (ISO date), $case (number, or empty), $licences (numbers)
// Row: one row: staff (fact id; null: no such active officer), parties [person, tokens of the purposes which they restrict: of complainants], holders (persons that hold one of these
//   licences for a room in the jurisdiction)
// Index: StaffMember.subject, Office.code, Case.number, LandlordLicence.number
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
RETURN _staff.fact AS staff,
  COLLECT {
    MATCH (_case:Case {number: $case, state: 'OPEN'})
    CALL (_case) {
      MATCH (_case)-[:CONCERNS]->(_place:Room|Building)
      MATCH (_place)-[:IN*0..1]->(_p)<-[:OF]-(_o:Ownership)-[:BY]->(:Landlord)-[:IS]->(_person:Person)
      WHERE _o.validFrom <= date($today) AND date($today) < _o.validTo
        AND _o.recordedTo = datetime('9999-12-31T00:00:00Z')
      RETURN _person, [] AS _restricted
      UNION
      MATCH (_case)-[:CONCERNS]->(:Workplace)-[:OPERATED_BY]->(:Employer)-[:IS]->(_person:Person)
      RETURN _person, [] AS _restricted
      UNION
      MATCH (_case)<-[:IN]-(_complaint:Complaint {isNameDisclosed: true})-[:MADE_BY]->(_person:Person)
      RETURN _person, COLLECT {
        MATCH (_person)<-[:OF]-(_restriction:Restriction) WHERE _restriction.liftedAt IS NULL
        RETURN _restriction.purpose
      } AS _restricted
    }
    RETURN DISTINCT [_person.id, _restricted]
  } AS parties,
  COLLECT {
    UNWIND $licences AS _number
    MATCH (_licence:LandlordLicence {number: _number})-[:HELD_BY]->(:Landlord)-[:IS]->(_person:Person)
    WHERE EXISTS { MATCH (_licence)-[:COVERS]->(_room:Room) WHERE _room.unitCode STARTS WITH _office.unitCode }
    RETURN DISTINCT _person.id
  } AS holders
