// Purpose: mark a person's notices up to an instant as read; those which were read before stay as they are.
// Parameters: $person (id), $upTo, $at (ISO instants)
// Row: none
// Index: Person.id
MATCH (_person:Person {id: $person})<-[:TO]-(_notice:Notice)
WHERE _notice.readAt IS NULL AND _notice.at <= datetime($upTo)
SET _notice.readAt = datetime($at)
