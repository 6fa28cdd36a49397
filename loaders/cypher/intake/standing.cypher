// Purpose: who of these was in the register before the intake that is open, and who is told when something is added about
//   them. Of everybody else, as of whoever is not there yet, nothing comes back.
// Parameters: $persons (ids), $intake (the mark of the intake)
// Row: person (an id), isBefore (nothing about them comes in by a file), hasChannel
// Index: Person.id
UNWIND $persons AS _id
MATCH (_person:Person {id: _id})
WITH _person,
  coalesce(_person.intake, '') <> $intake AS isBefore,
  EXISTS { (_person)<-[:OF]-(_choice:NoticeChannel) WHERE _choice.channel <> 'NONE' } AS hasChannel
WHERE isBefore OR hasChannel
RETURN _person.id AS person, isBefore, hasChannel
