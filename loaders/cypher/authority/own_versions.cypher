// Purpose: where the valid and the recorded time of each version of a person's facts begin: asked about at these points,
//   the facts are seen in every version that they had.
// Parameters: $person (uuid), $most (how many points at most)
// Row: asOf (ISO date), knownAt (ISO instant); in this order
// Index: Person.id
MATCH (_person:Person {id: $person})<-[:OF|TO|MEMBER]-
  (_fact:PersonDetails|IdentityDocument|Residence|Tenancy|Employment|Household|DeclaredContact)
WITH DISTINCT _fact.validFrom AS _from, _fact.recordedFrom AS _known
ORDER BY _from, _known LIMIT $most
RETURN toString(_from) AS asOf, toString(_known) AS knownAt
