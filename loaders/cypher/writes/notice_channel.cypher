// Purpose: put a person's choice of a channel in the place of the one before. What waits for the old one is given up.
// Parameters: $person (id), $choice (properties; its sealed address is a byte string)
// Row: channel
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
CALL (_person) {
  OPTIONAL MATCH (_person)<-[:OF]-(_old:NoticeChannel)
  WITH collect(_old) AS _olds
  FOREACH (_each IN _olds | DETACH DELETE _each)
  RETURN size(_olds) AS _replaced
}
CALL (_person) {
  OPTIONAL MATCH (_person)<-[:TO]-(:Notice)<-[:OF]-(_waiting:Delivery {isWaiting: true})
  WITH collect(_waiting) AS _given_up
  FOREACH (_each IN _given_up | DETACH DELETE _each)
  RETURN size(_given_up) AS _dropped
}
CREATE (_channel:NoticeChannel)-[:OF]->(_person)
SET _channel = $choice
RETURN _channel.channel AS channel
