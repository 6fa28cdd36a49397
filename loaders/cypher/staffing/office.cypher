// Purpose: an office as the register has it.
// Parameters: $code
// Row: client, name, unit (its code), address (id), validTo (an ISO date since which it is no office any more, or null);
//   others (how many offices its department has beside it); none: no such office
// Index: Office.code, Office.client
MATCH (_office:Office {code: $code})
RETURN _office.client AS client, _office.name AS name, _office.unitCode AS unit,
  head(COLLECT { MATCH (_office)-[:AT]->(_address:Address) RETURN _address.id }) AS address,
  toString(_office.validTo) AS validTo,
  COUNT {
    MATCH (_other:Office {client: _office.client}) WHERE _other.code <> $code AND _other.validTo IS NULL
  } AS others
