// Purpose: tell persons of a breach: each a notice of their own, with the facts, and an item to be delivered if they chose a
//   channel.
// Parameters: $notices (list of maps: person, notice and breach (properties: instants as ISO text, the words sealed),
//   delivery)
// Row: none
// Index: Person.id
UNWIND $notices AS _each
MATCH (_person:Person {id: _each.person})
CREATE (_notice:Notice)-[:TO]->(_person)
SET _notice = _each.notice, _notice.at = datetime(_each.notice.at)
CREATE (_breach:BreachNotice)-[:OF]->(_notice)
SET _breach = _each.breach,
  _breach.since = datetime(_each.breach.since), _breach.until = datetime(_each.breach.until)
WITH _each, _person, _notice
OPTIONAL MATCH (_choice:NoticeChannel)-[:OF]->(_person)
FOREACH (_channel IN CASE WHEN _choice.channel <> 'NONE' THEN [_choice.channel] ELSE [] END |
  CREATE (:Delivery {id: _each.delivery, channel: _channel, isWaiting: true})-[:OF]->(_notice))
