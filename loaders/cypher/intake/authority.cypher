// Whether an officer works now at an office of this client for the whole city.
// Parameters: office, the office's code; officer, the token's subject; client; today, an ISO date of the city's calendar;
//   now, an ISO instant.
// Row: one, with isCityOfficer, true or false.
// Index: Office(code), AdminUnit(code), StaffMember(subject).
RETURN EXISTS {
  MATCH (office:Office {code: $office, client: $client})<-[:WORKS_AT]-(member:StaffMember {subject: $officer})
  WHERE member.validFrom <= date($today) < member.validTo
    AND member.recordedFrom <= datetime($now) < member.recordedTo
  MATCH (unit:AdminUnit {code: office.unitCode, level: 'CITY'})
} AS isCityOfficer
