// Purpose: what rests on a person's consent goes, as the person wants it: of the kinds that are named, what was there then.
// Parameters: $person (id), $labels (of DeclaredContact, NoticeChannel), $at (ISO instant), $tombstone (id), $today (ISO date)
// Row: how many nodes went
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
OPTIONAL MATCH (_person)<-[:OF]-(_node:DeclaredContact|NoticeChannel)
WHERE any(_label IN labels(_node) WHERE _label IN $labels)
  AND (_node.recordedFrom IS NULL OR _node.recordedFrom <= datetime($at))
WITH _person, collect(_node) AS _all
OPTIONAL MATCH (_person)<-[:TO]-(:Notice)<-[:OF]-(_waiting:Delivery {isWaiting: true})
WHERE 'NoticeChannel' IN $labels
WITH _all, collect(_waiting) AS _given_up
FOREACH (_each IN _all + _given_up | DETACH DELETE _each)
CREATE (:Erasure {id: $tombstone, erasedOn: date($today)})
RETURN size(_all) AS nodes
