// Purpose: what the graph knows of an officer who saves a view, and of the licence from which it starts, if it is one.
// Parameters: $officer, $office, $client, $today (ISO date), $at (ISO instant), $licence (fact id, or empty)
// Row: one row: staff (fact id; null: no such active officer), isCompanys (a company's licence for a room in the
//   jurisdiction), views (how many the officer keeps, without the draft)
// Index: StaffMember.subject, Office.code, LandlordLicence.fact, SavedView(office, endsAt)
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
RETURN _staff.fact AS staff,
  EXISTS {
    MATCH (_licence:LandlordLicence {fact: $licence})-[:HELD_BY]->(:Landlord)-[:IS]->(:Organisation)
    MATCH (_licence)-[:COVERS]->(_room:Room) WHERE _room.unitCode STARTS WITH _office.unitCode
  } AS isCompanys,
  COUNT {
    MATCH (_view:SavedView {office: $office}) WHERE _view.officer = $officer AND datetime($at) < _view.endsAt
      AND NOT coalesce(_view.isDraft, false)
  } AS views
