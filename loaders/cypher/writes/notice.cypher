// Purpose: tell a person what was just done in their name, in the transaction that did it; and an item to be delivered,
//   if they chose a channel. Nothing is told when nothing was done.
// Parameters: $person (id), $notice (map: id, kind, at as ISO text), $delivery (id), $case (number of the case that was
//   opened, or null: then it is about the consents that were written at that instant)
// Row: id, where the person was told
// Index: Person.id, Case.number
MATCH (_person:Person {id: $person})
WHERE EXISTS { MATCH (:Case {number: $case})-[:CONCERNS]->(_person) }
  OR ($case IS NULL AND EXISTS {
    MATCH (_person)<-[:GIVEN_BY]-(_grant:ConsentGrant) WHERE _grant.recordedFrom = datetime($notice.at)
  })
CREATE (_notice:Notice)-[:TO]->(_person)
SET _notice = $notice, _notice.at = datetime($notice.at)
WITH _person, _notice
OPTIONAL MATCH (_choice:NoticeChannel)-[:OF]->(_person)
FOREACH (_channel IN CASE WHEN _choice.channel <> 'NONE' THEN [_choice.channel] ELSE [] END |
  CREATE (:Delivery {id: $delivery, channel: _channel, isWaiting: true})-[:OF]->(_notice))
RETURN _notice.id AS id
