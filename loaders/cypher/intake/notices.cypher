// Purpose: tell whoever chose a channel that a file brought something about them in; once a day and intake, by the notice's id.
// Parameters: $notices (maps: person, notice (id, kind, at as ISO text), delivery (id))
// Row: none
// Index: Person.id, Notice.id
UNWIND $notices AS _row
MATCH (_person:Person {id: _row.person})<-[:OF]-(_choice:NoticeChannel) WHERE _choice.channel <> 'NONE'
MERGE (_notice:Notice {id: _row.notice.id})
  ON CREATE SET _notice.kind = _row.notice.kind, _notice.at = datetime(_row.notice.at), _notice.isNew = true
WITH _row, _person, _choice, _notice WHERE _notice.isNew
REMOVE _notice.isNew
CREATE (_notice)-[:TO]->(_person)
CREATE (:Delivery {id: _row.delivery, channel: _choice.channel, isWaiting: true})-[:OF]->(_notice)
