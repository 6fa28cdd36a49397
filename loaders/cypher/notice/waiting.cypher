// Purpose: what waits to be delivered, a row for each resident: so two notices make one message.
// Parameters: $channels (which of them), $after (a person's id: those behind it), $limit (residents)
// Row: person, channel, language, address (sealed bytes), deliveries (ids)
// Index: Delivery.isWaiting
MATCH (_delivery:Delivery {isWaiting: true})-[:OF]->(:Notice)-[:TO]->(_person:Person)
WHERE _delivery.channel IN $channels AND $after < _person.id
MATCH (_choice:NoticeChannel)-[:OF]->(_person)
WHERE _choice.channel = _delivery.channel
WITH _person, _choice, collect(_delivery.id) AS _ids ORDER BY _person.id LIMIT $limit
RETURN _person.id AS person, _choice.channel AS channel, _choice.language AS language,
  _choice.sealedPersonMeansOfContact AS address, _ids AS deliveries
