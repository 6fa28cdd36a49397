// Purpose: tell a person what was just done in their name, in the transaction that did it, and behind a statement that did
//   something; and an item to be delivered, if they chose a channel.
// Parameters: $person (id), $notice (map: id, kind, at as ISO text), $delivery (id)
// Row: id, where the person was told
// Index: Person.id
MATCH (_person:Person {id: $person})
CREATE (_notice:Notice)-[:TO]->(_person)
SET _notice = $notice, _notice.at = datetime($notice.at)
WITH _person, _notice
OPTIONAL MATCH (_choice:NoticeChannel)-[:OF]->(_person)
FOREACH (_channel IN CASE WHEN _choice.channel <> 'NONE' THEN [_choice.channel] ELSE [] END |
  CREATE (:Delivery {id: $delivery, channel: _channel, isWaiting: true})-[:OF]->(_notice))
RETURN _notice.id AS id
