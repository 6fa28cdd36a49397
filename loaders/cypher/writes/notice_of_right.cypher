// Purpose: tell a person that a right of theirs was exercised, or that an office answered, in the transaction that did it;
//   and an item to be delivered, if they chose a channel. Nothing is told when nothing was written at that instant.
// Parameters: $person (id), $notice (map: id, kind, at as ISO text), $delivery (id)
// Row: id, where the person was told
// Index: Person.id
MATCH (_person:Person {id: $person})
WHERE EXISTS {
  MATCH (_person)<-[:OF]-(_right:Restriction|TransferBlock)
  WHERE _right.setAt = datetime($notice.at) OR _right.liftedAt = datetime($notice.at)
} OR EXISTS {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_refusal:Refusal) WHERE _refusal.refusedAt = datetime($notice.at)
} OR EXISTS {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(:Appeal)<-[:TO]-(_answer:AppealAnswer)
  WHERE _answer.answeredAt = datetime($notice.at)
}
CREATE (_notice:Notice)-[:TO]->(_person)
SET _notice = $notice, _notice.at = datetime($notice.at)
WITH _person, _notice
OPTIONAL MATCH (_choice:NoticeChannel)-[:OF]->(_person)
FOREACH (_channel IN CASE WHEN _choice.channel <> 'NONE' THEN [_choice.channel] ELSE [] END |
  CREATE (:Delivery {id: $delivery, channel: _channel, isWaiting: true})-[:OF]->(_notice))
RETURN _notice.id AS id
